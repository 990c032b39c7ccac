"""Checking an export without a network or a database: every hash, the manifest, the signature.

What is proved: the records are those that the edition's manifest lists, no more and no fewer, each with the content
whose hash the manifest names; the manifest has the hash that is the edition's; and, with the public keys at hand,
whoever holds the private key has signed it.
"""

import csv
import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from app.partners.exports.forms import COLUMNS
from app.partners.exports.lines import FORMAT, Line, head_line
from app.partners.exports.packed import DAMAGED, unpacked
from app.partners.signing.keys import holds, thumbprint

WITHHELD = ("redacted", "not-public")
_LARGEST = 256 * 1024 * 1024  # bytes of one line
_MEMBERS = {"part": str, "type": str, "id": str, "revision": int, "sha256": str}


@dataclass
class Checked:
    """What came out. `faults` are sentences that each name a place; `signed_by` is null where nothing was checked."""

    edition: int | None = None
    sha256: str | None = None
    records: int = 0
    withheld: Counter[str] = field(default_factory=Counter)
    signed_by: list[str] | None = None
    faults: list[str] = field(default_factory=list)


def verify(path: Path, *, keys: list[dict[str, Any]] | None = None, manifest: bytes | None = None) -> Checked:
    """Check an export. `keys` are JSON Web Keys, `manifest` the text of a head: to compare with, or, for CSV, to use.

    Whatever is wrong with the file is among the `faults`; only a path that cannot be opened raises (`OSError`).
    """
    checked = Checked()
    try:
        with unpacked(path) as file:
            _Check(checked, keys, manifest).run(file)
    except DAMAGED as error:
        checked.faults.append(f"the file cannot be read to its end: {error}")
    return checked


class _Check:
    def __init__(self, checked: Checked, keys: list[dict[str, Any]] | None, manifest: bytes | None) -> None:
        self.checked = checked
        self.keys = keys
        self.manifest = manifest
        self.parts: dict[str, Any] = {}
        self.counts: Counter[str] = Counter()

    def fault(self, sentence: str) -> None:
        self.checked.faults.append(sentence)

    def run(self, file: BinaryIO) -> None:
        first = file.readline(_LARGEST)
        if first.startswith(b"part,"):
            self._csv(first, file)
        elif first.startswith(b'{"head":'):
            head = self._head(first.removeprefix(b'{"head":'), b",\n")
            if file.readline(_LARGEST) != b'"records":[\n':
                self.fault("line 2: not the beginning of the records")
            self._records(self._in_array(file), head, first_line=3)
        else:
            head = self._head(first, b"\n")
            self._records(self._in_lines(file), head, first_line=2)

    def _head(self, raw: bytes, end: bytes) -> dict[str, Any]:
        try:
            head = json.loads(raw.removesuffix(end))
            said = {name: value for name, value in head.items() if name not in ("format", "check")}
            written = head_line(said)
        except (ValueError, AttributeError, TypeError, RecursionError):
            self.fault("line 1: the head of an export is not readable")
            return {}
        if written + end != raw:
            self.fault(f"line 1: the head is not as it was written; this reads {FORMAT}")
        return said

    def _in_lines(self, file: BinaryIO) -> Iterator[bytes]:
        while raw := file.readline(_LARGEST):
            if not raw.endswith(b"\n"):
                self.fault("the last line breaks off")
            yield raw.removesuffix(b"\n")

    def _in_array(self, file: BinaryIO) -> Iterator[bytes]:
        more = True
        while raw := file.readline(_LARGEST):
            if raw == b"]}\n":
                if more and self.checked.records:
                    self.fault("the last record is followed by a comma")
                break
            more = raw.endswith(b",\n")
            yield raw.removesuffix(b"\n").removesuffix(b",")
        else:
            self.fault("the end of the records is missing")
        if file.read(1):
            self.fault("something follows the end")

    def _records(self, lines: Iterable[bytes], head: dict[str, Any], *, first_line: int) -> None:
        for number, raw in enumerate(lines, first_line):
            self._record(f"line {number}", raw)
        self._edition(head)

    def _record(self, place: str, raw: bytes) -> None:
        try:
            one = json.loads(raw)
            named = {name: one[name] for name in _MEMBERS}
            if any(type(named[name]) is not kind for name, kind in _MEMBERS.items()):
                raise ValueError
            content = None if one["content"] is None else raw.partition(b',"content":')[2][:-1].decode()
            line = Line(**named, content=content, withheld=one.get("withheld"))
            written = line.json()
        except (ValueError, KeyError, TypeError, RecursionError):
            self.fault(f"{place}: not a record of an export")
            return
        if written != raw:
            self.fault(f"{place}: {line.type} {line.id} is not as it was written")
        self._take(place, line)

    def _take(self, place: str, line: Line) -> None:
        """Check a record's own hash, and count it into its part."""
        name = f"{place}: {line.type} {line.id}"
        if line.content is None:
            self.checked.withheld[str(line.withheld)] += 1
            if line.withheld not in WITHHELD:
                self.fault(f"{name} has no content, and no reason why")
        elif hashlib.sha256(line.content.encode()).hexdigest() != line.sha256:
            self.fault(f"{name} does not have the hash that its line names")
        elif line.withheld:
            self.fault(f"{name} has a content that is said to be withheld")
        self.parts.setdefault(line.part, hashlib.sha256()).update(line.manifest.encode())
        self.counts[line.type] += 1
        self.checked.records += 1

    def _edition(self, head: dict[str, Any]) -> None:
        """The manifest of the head, or the one that was given, against all that was read."""
        text = head.get("manifest")
        if self.manifest is not None:
            given = self.manifest.decode(errors="replace")
            if text is not None and text != given:
                self.fault("the manifest in the export is not the one that was given")
            text = given
        if not isinstance(text, str):
            self.fault("there is no manifest to check with; give one with --manifest")
            return
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        self.checked.sha256 = sha256
        said = self._manifest(text)
        for name, told in {**said, "sha256": sha256}.items():
            if head and head.get(name) != told:
                self.fault(f"the head says {name} {head.get(name)}, the manifest {told}")
        if head and (head.get("records") != self.checked.records or head.get("counts") != dict(self.counts)):
            self.fault(
                f"the head counts {head.get('records')} records by type, the export has {self.checked.records}"
            )
        if self.keys is not None:
            self._signatures(head.get("signatures"), text.encode())

    def _manifest(self, text: str) -> dict[str, Any]:
        """What a head says of itself; each of its parts is compared with what was read."""
        lines = text.split("\n")
        words = [line.split(" ") for line in lines[:3]]
        if [one[0] for one in words] != ["edition", "published_at", "previous_head"] or lines[-1] != "":
            self.fault("the manifest does not begin and end as one does")
            return {}
        pairs = [line.partition("  ") for line in lines[3:-1]]
        listed = {name: sha256 for sha256, _, name in pairs}
        for name in sorted(listed.keys() | {f"{part}.txt" for part in self.parts}):
            found = self.parts.get(name.removesuffix(".txt"))
            if name not in listed:
                self.fault(f"part {name.removesuffix('.txt')}: the manifest has no such part")
            elif found is None:
                self.fault(f"part {name.removesuffix('.txt')}: the export has nothing of it")
            elif found.hexdigest() != listed[name]:
                self.fault(f"part {name.removesuffix('.txt')}: its records are not those of the manifest")
        number, published_at, previous = (" ".join(one[1:]) for one in words)
        self.checked.edition = int(number) if number.isdecimal() and len(number) < 11 else None
        return {
            "edition": self.checked.edition,
            "published_at": published_at,
            "previous_sha256": None if previous == "none" else previous,
        }

    def _signatures(self, signatures: Any, text: bytes) -> None:
        public = {str(one.get("kid")): str(one.get("x")) for one in self.keys or () if isinstance(one, dict)}
        self.checked.signed_by = []
        for one in signatures if isinstance(signatures, list) else ():
            key = public.get(str(one.get("key_id"))) if isinstance(one, dict) else None
            if key is None:
                continue
            if thumbprint(key) != one["key_id"] or not holds(key, str(one.get("signature")), text):
                self.fault(f"the signature of the key {one['key_id']} does not hold")
            else:
                self.checked.signed_by.append(one["key_id"])
        if not self.checked.signed_by:
            self.fault("no signature in the export is by a key that was given")

    def _csv(self, first: bytes, file: BinaryIO) -> None:
        if first != (",".join(COLUMNS) + "\r\n").encode():
            self.fault("line 1: not the header of an export")
        csv.field_size_limit(_LARGEST)
        text = io.TextIOWrapper(file, "utf-8", newline="")
        rows = csv.reader(text, strict=True)
        try:
            for row in rows:
                self._row(f"row ending in line {rows.line_num + 1}", row)
        except (csv.Error, UnicodeDecodeError) as error:
            self.fault(f"near line {rows.line_num + 1}: not readable as CSV: {error}")
        finally:
            text.detach()
        self._edition({})

    def _row(self, place: str, row: list[str]) -> None:
        if len(row) != len(COLUMNS) or not (row[3].isdecimal() and len(row[3]) < 11):
            self.fault(f"{place}: not a record of an export")
            return
        part, type_, id_, revision, sha256, withheld, content = row
        self._take(place, Line(part, type_, id_, int(revision), sha256, content or None, withheld or None))
