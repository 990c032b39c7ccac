"""`python -m tests.docs.reprint`: runs the examples of pages and OpenAPI on the seed and writes anew what they print,
and the table of roles and routes.

For whoever changed the seed, on purpose: look at the difference before you keep it.
"""

import tempfile
from pathlib import Path

from app.database.engine import open_engine, writing
from app.editions.commands import seed_empty
from app.settings import ROOT
from tests.access.declared import reprint_roles
from tests.conftest import SEED, client_of
from tests.database.databases import SQLiteDatabases, upgrade
from tests.docs.answered import reprint_answers
from tests.docs.console import examples
from tests.docs.desk import desk
from tests.docs.test_examples import PAGES


def reprint() -> None:
    """Write the pages whose examples print something else now."""
    databases = SQLiteDatabases()
    address = databases.empty()
    engine = open_engine(address)
    upgrade(engine)
    with writing(engine) as connection:
        seed_empty(connection, SEED, lambda _: None)
    engine.dispose()
    story = databases.copy(address)
    with client_of(address) as client, desk(story) as people:
        reprint_answers(client, people)
        reprint_roles()
        for page in PAGES:
            before = text = page.read_text()
            with tempfile.TemporaryDirectory() as directory:
                for one in examples(page, ROOT):
                    if one.understood:
                        shown = f"$ {one.command}\n"
                        text = text.replace(shown + one.printed, shown + one.run(client, Path(directory)))
            if text != before:
                page.write_text(text)
                print(f"{page.relative_to(ROOT)} prints something else now")
    databases.close()


if __name__ == "__main__":
    reprint()
