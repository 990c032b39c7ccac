"""What a start loads, and what it leaves until it is asked for."""

import subprocess
import sys
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

from app.database.migrate import newest_revision
from app.settings import ROOT

LEFT = {
    "alembic": "migrating",
    "cryptography": "signing and checking",
    "holidays": "the first working day that is counted",
    "httpx": "the first call to another host",
    "icalendar": "the first calendar",
    "joserfc": "the first sign-in at a provider",
    "numpy": "nothing of ours; openpyxl takes it where it finds it",
    "openpyxl": "the first workbook",
    "psycopg": "PostgreSQL",
    "pygments": "nothing of ours; httpx and mako take it where they find it",
    "rapidfuzz": "the first word that nobody knows",
    "redis": "limits that processes share",
    "rich": "help and complaints of the command line",
}
"""What a server that was just started has not loaded, and what each waits for."""

START = """
import sys
import app.cli.commands
from app.main import create_app
from app.settings import Settings

create_app(Settings(database_url="sqlite:///" + sys.argv[1]))
print(*sorted(sys.modules))
"""


def test_a_start_leaves_libraries_until_they_are_needed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", START, str(tmp_path / "atlas.db")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert {"fastapi", "sqlalchemy"} <= loaded
    assert {name: use for name, use in LEFT.items() if name in loaded} == {}


def test_the_second_start_knows_the_schema_without_reading_migrations() -> None:
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    assert newest_revision() == ScriptDirectory.from_config(config).get_current_head()
