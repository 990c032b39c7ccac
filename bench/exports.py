"""How fast and in how much memory a whole edition is exported: `python -m bench.exports [ENTRIES]`.

Makes an SQLite atlas of that many invented requirements (20,000 by default), each of a kilobyte as those of the seed
are, then exports it in every form and coding, each in a process of its own. Prints bytes, seconds, records a second,
and the most memory above that of a process that exported an edition of one record. A million take 5 GB of disk.
"""

import hashlib
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, insert, text, update

from app.database.engine import open_engine, writing
from app.database.migrate import migrate
from app.editions.manifest import Part, head_text, part_text, sha256_of
from app.editions.snapshot import head_of
from app.knowledge.models import Edition, EditionPart, Record, Revision
from app.partners.exports.encodings import ENDINGS, encoded
from app.partners.exports.forms import FORMS, write
from app.partners.exports.reading import exporting, lines, whole_edition

ENTRIES = 20_000
BATCH = 10_000
WHEN = datetime(2026, 1, 1, tzinfo=UTC)
SAYS = "A statement of the length that they have, invented, in a language of ours. " * 12


def make(address: str, entries: int) -> None:
    """An atlas with one edition. Its triggers are taken down: what is measured is reading, and they take hours."""
    engine = open_engine(address)
    with writing(engine) as connection:
        migrate(connection)
        for trigger in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            connection.execute(text(f"DROP TRIGGER {trigger}"))
        connection.execute(insert(Edition).values(number=1, published_at=WHEN, note="made up"))
        for start in range(0, entries, BATCH):
            _fill(connection, range(start + 1, min(start + BATCH, entries) + 1))
        part = Part("XX", entries, sha256_of(part_text(connection, 1, "XX")))
        connection.execute(
            insert(EditionPart).values(edition=1, part=part.name, records=part.records, sha256=part.sha256)
        )
        head = sha256_of(head_text(1, WHEN, None, [part]))
        connection.execute(update(Edition).values(head_sha256=head))
    engine.dispose()


def _fill(connection: Connection, numbers: range) -> None:
    # Keys in another order than ids, as in life.
    ids = {number: f"xx-{hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest()}" for number in numbers}
    connection.execute(insert(Record), [{"key": key, "type": "requirement", "id": id_} for key, id_ in ids.items()])
    rows = []
    for key, id_ in ids.items():
        content = f'{{"content_format":1,"id":"{id_}","statement":{{"en":"{SAYS}"}},"type":"requirement"}}'
        rows.append(
            {
                "key": key,
                "record_key": key,
                "number": 1,
                "part": "XX",
                "state": "published",
                "origin": "seed",
                "change_type": "substantive",
                "reason": "made up",
                "created_at": WHEN,
                "content": content,
                "content_format": 1,
                "content_sha256": sha256_of(content),
                "published_in": 1,
            }
        )
    connection.execute(insert(Revision), rows)


def export(address: str, form: str, coding: str) -> None:
    """Export in this process, and print what it took."""
    engine = open_engine(address)
    size, started = 0, time.perf_counter()
    with exporting(engine) as connection:
        edition = head_of(connection, 1)
        assert edition is not None
        whole = whole_edition(connection, edition)
        for piece in encoded(coding, write(FORMS[form], whole, lines(connection, 1))):
            size += len(piece)
    seconds = time.perf_counter() - started
    # Not getrusage: what it says of a child begins with the memory of its parent.
    status = Path("/proc/self/status").read_text()
    print(size, seconds, status.partition("VmHWM:")[2].split()[0])


def measured(address: str, form: str, coding: str) -> tuple[int, float, int]:
    """Bytes, seconds and peak kilobytes of an export in a process of its own."""
    command = [sys.executable, "-m", "bench.exports", address, form, coding]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    size, seconds, peak = done.stdout.split()
    return int(size), float(seconds), int(peak)


def main(entries: int) -> None:
    """Make, export, print."""
    with tempfile.TemporaryDirectory() as directory:
        single, address = (f"sqlite:///{Path(directory) / name}" for name in ("one.db", "many.db"))
        make(single, 1)
        make(address, entries)
        _, _, base = measured(single, "ndjson", "identity")
        print(f"{entries} records; memory of a process with one: {base // 1024} MB")
        print("form    coding    megabytes  seconds  records/s  memory above")
        for form in FORMS:
            for coding in ENDINGS:
                size, seconds, peak = measured(address, form, coding)
                rate, above = entries / seconds, (peak - base) / 1024
                print(f"{form:7} {coding:9} {size / 1e6:9.1f} {seconds:8.2f} {rate:10.0f} {above:8.1f} MB")


if __name__ == "__main__":
    if len(sys.argv) == 4:
        export(*sys.argv[1:])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES)
