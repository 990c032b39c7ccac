"""How fast the atlas answers beside a bare application, nginx and peers: `make bench`.

Every contender is asked, and its answer held against the facts, before its speed counts and after the last round.
Rounds are interleaved: each takes a turn, then each another. The table gives medians, and the ratio to the yardstick
of the same round. A run starts all servers anew; of several, each has its ratio in the table. It needs two cores (the
server has one, the load the other), wrk, and for some rows nginx, both from Debian.
"""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.contenders import ROOT, Load, Measured, Server, atlas, measure
from bench.peers import Facts, installed
from bench.right import Right
from bench.rows import CONTENDERS, Contender, Stage, chosen, missing

DOCUMENT = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- table -->", "<!-- end of table -->"
_HEAD = 3000  # bytes of an answer's head, at most

Run = dict[str, list[Measured]]
"""The rounds of each contender."""


@dataclass
class Turn:
    """A contender that runs: its server, its load, and how many questions it was asked so far."""

    contender: Contender
    server: Server
    load: Load
    right: Right
    asked: int = 0

    def check(self) -> int | None:
        """Stops where an answer is wrong; bytes of an answer, null where they differ."""
        given = {"accept-encoding": "", **self.load.headers}
        with httpx.Client(base_url=self.server.base, headers=given, timeout=60) as client:
            return self.right(client)

    def take(self, seconds: int, size: int | None) -> Measured:
        """One round; `size` is how long each answer has to be."""
        found = measure(
            self.server, self.load, seconds=seconds, connections=self.contender.connections, first=self.asked
        )
        # Those under way when the load stopped were asked, but not counted.
        self.asked += found.requests + 2 * self.contender.connections
        if size is not None and not 0.99 * size <= found.size <= 1.01 * size + _HEAD:
            sys.exit(f"{self.contender.name}: answers under load had {found.size:.0f} bytes, not {size}")
        return found


def main() -> None:
    """Measure, print the table, and write it where all were measured."""
    given = _arguments()
    try:
        wanted = chosen(given.only.replace(",", " ").split())
    except KeyError as unknown:
        sys.exit(f"There is no contender {unknown}; there are: {', '.join(one.name for one in CONTENDERS)}")
    if shutil.which("wrk") is None:
        sys.exit("wrk is not installed (Debian: wrk), and nothing can be measured without it.")
    there = [one for one in wanted if missing(one) is None]
    for one in wanted:
        if lack := missing(one):
            print(f"Without {one.name}: {lack}", file=sys.stderr)
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        place.chmod(0o755)  # workers of nginx have no rights of ours
        data = given.data or seeded(place / "var")
        with closing(Facts(place / "peers.db")) as facts:
            with atlas(data) as server, httpx.Client(base_url=server.base, timeout=60) as client:
                facts.take(client)
            runs = [
                run(
                    f"run {number}",
                    there,
                    place / str(number),
                    data,
                    facts,
                    rounds=given.rounds,
                    seconds=given.seconds,
                )
                for number in range(1, given.runs + 1)
            ]
    text = f"{circumstances(given.runs, given.rounds, given.seconds)}\n\n{table(there, runs)}"
    print(text)
    if given.write and not given.only:
        write(DOCUMENT, text)
        print(f"\nWritten into {DOCUMENT.relative_to(ROOT)}", file=sys.stderr)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names = ", ".join(one.name for one in CONTENDERS)
    parser.add_argument("--only", default="", help=f"contenders with commas between them, of: {names}")
    parser.add_argument("--runs", type=int, default=1, help="how often the whole is done, with servers started anew")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--data", type=Path, help="an atlas that is seeded already")
    parser.add_argument("--no-write", dest="write", action="store_false", help="print only, as --only does")
    return parser.parse_args()


def seeded(place: Path) -> Path:
    """The seeded atlas in a directory of its own."""
    for words in ("migrate", "seed"):
        environment = {**os.environ, "ATLAS_DATA": str(place)}
        subprocess.run(
            [sys.executable, "-m", "app.cli", words], env=environment, cwd=ROOT, check=True, stdout=sys.stderr
        )
    return place


def run(
    name: str, contenders: list[Contender], place: Path, data: Path, facts: Facts, *, rounds: int, seconds: int
) -> Run:
    """All rounds of all contenders, started anew."""
    place.mkdir()
    place.chmod(0o755)
    results: Run = {one.name: [] for one in contenders}
    with ExitStack() as stack:
        stage = Stage(stack, place, data, facts)
        turns = [Turn(one, *one.asked(stage)) for one in contenders]
        sizes = {one.contender.name: one.check() for one in turns}
        for number in range(1, rounds + 1):
            for one in turns:
                found = one.take(seconds, sizes[one.contender.name])
                results[one.contender.name].append(found)
                print(f"{name}, round {number}: {one.contender.name} {found.rate:,.0f}/s", file=sys.stderr)
        for one in turns:
            one.check()
    return results


def circumstances(runs: int, rounds: int, seconds: int) -> str:
    """On what and how it was measured."""
    return (
        f"{os.cpu_count()} cores, Python {platform.python_version()}; {_count(runs, 'run')} of "
        f"{_count(rounds, 'round')} of {_count(seconds, 'second')} each."
    )


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def table(contenders: list[Contender], runs: list[Run]) -> str:
    """The table in Markdown: the ratio of each run, and medians over all rounds of the rest."""
    lines = [
        "| name | server | ratio | requests/s | p99 ms | µs CPU a request | MB | kB an answer |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    for one in contenders:
        ratios = ", ".join(f"{_ratio(one, rounds):.3g}" for rounds in runs)
        found = [each for rounds in runs for each in rounds[one.name]]
        rate, p99, cpu, resident, size = (
            statistics.median(getattr(each, name) for each in found)
            for name in ("rate", "p99", "cpu", "resident", "size")
        )
        title = one.title.format(installed(one.package) if one.package else "")
        lines.append(
            f"| `{one.name}` | {title} | {ratios} | {rate:,.0f} | {p99:.2f} | {cpu:,.0f} | {resident:.0f} "
            f"| {size / 1000:.1f} |"
        )
    return "\n".join(lines)


def _ratio(one: Contender, rounds: Run) -> float:
    """The median of the ratios to what it is held against, round by round."""
    return statistics.median(
        own.rate / other.rate for own, other in zip(rounds[one.name], rounds[one.beside], strict=True)
    )


def write(document: Path, text: str) -> None:
    """Put the table between its markers. Stops where they are not there."""
    before, begin, rest = document.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        sys.exit(f"{document} has no {BEGIN} … {END}")
    document.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
