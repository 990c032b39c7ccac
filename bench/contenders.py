"""Servers that are measured beside each other: each is started, pinned to a core, asked once, then loaded."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

SERVER, LOADER = "0", "1"
"""The cores of the server and of what loads it."""

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Load:
    """What wrk is to ask: an address, or what a script says."""

    path: str
    headers: dict[str, str] = field(default_factory=dict)
    script: str | None = None


@dataclass(frozen=True)
class Measured:
    """One round: requests a second, milliseconds at the 99th percentile, microseconds of processor time a request,
    megabytes that the server holds, bytes of an answer with its head, and how many requests there were.
    """

    rate: float
    p99: float
    cpu: float
    resident: float
    size: float
    requests: int


class Server:
    """A running server, which may be several processes."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process = process
        self.base = f"http://127.0.0.1:{port}"

    def pids(self) -> list[int]:
        """The process and its children."""
        found = [self.process.pid]
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = path.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) in found:
                found.append(int(path.parent.name))
        return found

    def seconds(self) -> float:
        """Processor seconds that it has used."""
        total = 0
        for pid in self.pids():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS

    def resident(self) -> float:
        """Megabytes that it holds."""
        status = (Path(f"/proc/{pid}/status").read_text() for pid in self.pids())
        return sum(int(found[1]) for one in status if (found := re.search(r"VmRSS:\s+(\d+)", one))) / 1000


Running = AbstractContextManager[Server]
"""A server for as long as it is entered."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def running(command: list[str], port: int, ready: str, **environment: str) -> Iterator[Server]:
    """A server on the server's core, once `ready` answers."""
    log = tempfile.TemporaryFile()  # noqa: SIM115  # it lives as long as the process
    process = subprocess.Popen(
        ["taskset", "-c", SERVER, *command],
        env={**os.environ, **environment},
        stdout=log,
        stderr=log,
        cwd=ROOT,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + 120
        while True:
            try:
                if httpx.get(f"http://127.0.0.1:{port}{ready}", timeout=2).status_code < 500:
                    break
            except httpx.TransportError:
                pass
            if process.poll() is not None or time.monotonic() > deadline:
                log.seek(0)
                sys.exit(f"{command[0]} did not start: {log.read()[-2000:].decode(errors='replace')}")
            time.sleep(0.1)
        yield Server(process, port)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(20)


def atlas(data: Path, **settings: str) -> Running:
    """The atlas, as in production but for where its data are. Its log goes to a file and is written in full."""
    port = free_port()
    # Limits count as in production; this machine's own is only higher than any load.
    given = {
        "ATLAS_DATA": str(data),
        "ATLAS_LOG_FORMAT": "json",
        "ATLAS_LIMIT_LOCAL_MINUTE": "1000000000",
        **settings,
    }
    return running([sys.executable, "-m", "app.cli", "serve", "--port", str(port)], port, "/health/ready", **given)


def yardstick(body: Path) -> Running:
    """A bare application that sends the same bytes."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "bench.yardstick:app", "--port", str(port), "--no-access-log"]
    return running([*command, "--log-level", "warning"], port, "/", YARDSTICK_BODY=str(body))


def nginx(where: Path, text: str) -> Running:
    """nginx with this configuration, in which `PORT` stands for the port."""
    program = shutil.which("nginx") or sys.exit("nginx is not installed (Debian: nginx-light)")
    port = free_port()
    where.mkdir(parents=True, exist_ok=True)
    (where / "nginx.conf").write_text("daemon off;\n" + text.replace("PORT", str(port)).replace("HERE", str(where)))
    return running([program, "-p", str(where), "-c", str(where / "nginx.conf"), "-e", "error.log"], port, "/")


def measure(server: Server, load: Load, *, seconds: int, connections: int, first: int = 0) -> Measured:
    """Load a server and take its figures. A script is told the number of the `first` question."""
    program = shutil.which("wrk") or sys.exit("wrk is not installed (Debian: wrk)")
    command = ["taskset", "-c", LOADER, program, "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    for name, value in load.headers.items():
        command += ["-H", f"{name}: {value}"]
    if load.script:
        command += ["-s", load.script]
    command.append(f"{server.base}{load.path}")
    if load.script:
        command += ["--", str(first)]
    before = server.seconds()
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    spent = server.seconds() - before
    if re.search(r"Non-2xx or 3xx responses|Socket errors: (?!connect 0, read 0, write 0, timeout 0)", out):
        sys.exit(f"{load.path}: {out}")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", out)
    total = re.search(r"(\d+) requests in [^,]+, ([\d.]+)(B|KB|MB|GB) read", out)
    tail = re.search(r"99%\s+([\d.]+)(us|ms|s|m)\b", out)
    if not (rate and total and tail and int(total[1])):
        sys.exit(f"wrk said something else: {out}")
    p99 = float(tail[1]) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[tail[2]]
    requests = int(total[1])
    size = float(total[2]) * 1024 ** ("B", "KB", "MB", "GB").index(total[3]) / requests
    return Measured(float(rate[1]), p99, 1e6 * spent / requests, server.resident(), size, requests)
