"""Writes the committed index of the research: `python -m tests.oracle.build_index PATH_OF_RESEARCH`.

The index stands in for the research where a checkout does not have it. It names each file with its hash and
holds one record a line.
"""

import hashlib
import json
import sys
from pathlib import Path

from tests.oracle.research import FILES, Record, read_files

INDEX = Path(__file__).with_name("index.json")


def index_text(place: Path) -> str:
    """The index of the research files in a folder."""
    files = {name: hashlib.sha256((place / name).read_bytes()).hexdigest() for name in FILES}
    rows = [json.dumps(record.row(), ensure_ascii=False, separators=(",", ":")) for record in read_files(place)]
    return '{{"files": {}, "records": [\n{}\n]}}\n'.format(json.dumps(files), ",\n".join(rows))


def read_index() -> list[Record]:
    """The records of the committed index."""
    return [Record(**row) for row in json.loads(INDEX.read_text("utf-8"))["records"]]


if __name__ == "__main__":
    INDEX.write_text(index_text(Path(sys.argv[1])), "utf-8")
