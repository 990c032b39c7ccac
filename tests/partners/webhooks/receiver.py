"""A receiver of webhooks in a process of its own, which behaves at each address as it is told.

`python -m tests.partners.webhooks.receiver [PORT] [FILE]` serves on this machine and prints its port. It writes every
request that it takes in to FILE (or its memory) before it answers, one JSON object a line.

`PUT /plays/NAME` with `{"turns": [play, …], "then": play}` says what `/hook/NAME` does, turn by turn and then always.
A play has `status`, `headers`, `body`; `seconds` to wait before; `drip`, the seconds between single bytes of an
answer that does not end; `garbage` for what is no HTTP; `hang_up`; or `any`: one of these by chance. `GET /seen/NAME`
tells what came, in order.
"""

import json
import os
import random
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

Data = dict[str, Any]

GOOD: Data = {"status": 204}


class State:
    """What the receiver was told, and what it took in."""

    def __init__(self, file: Path | None) -> None:
        self.lock = threading.Lock()
        self.plays: dict[str, tuple[list[Data], Data]] = {}
        self.seen: list[Data] = []
        self._file = None if file is None else file.open("ab", buffering=0)

    def next_play(self, name: str) -> Data:
        turns, then = self.plays.get(name, ([], GOOD))
        play = turns.pop(0) if turns else then
        return random.choice(play["any"]) if "any" in play else play

    def take_in(self, one: Data) -> None:
        if self._file is None:
            self.seen.append(one)
            return
        self._file.write(json.dumps(one).encode() + b"\n")
        os.fsync(self._file.fileno())


class Handler(BaseHTTPRequestHandler):
    """One request."""

    state: State
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        name = self.path.rpartition("/")[2]
        with self.state.lock:
            seen = [one for one in self.state.seen if one["name"] == name]
        self._answer(200, {}, json.dumps(seen).encode())

    def do_PUT(self) -> None:
        told = json.loads(self._body())
        with self.state.lock:
            self.state.plays[self.path.rpartition("/")[2]] = (told.get("turns", []), told.get("then", GOOD))
        self._answer(204, {}, b"")

    def do_POST(self) -> None:
        name = self.path.rpartition("/")[2]
        body = self._body()
        if len(body) < int(self.headers.get("content-length", 0)):  # who sent it was killed meanwhile
            self.close_connection = True
            return
        with self.state.lock:
            play = self.state.next_play(name)
            headers = {key.lower(): value for key, value in self.headers.items()}
            answered = play.get("status", 0)
            one = {"name": name, "headers": headers, "body": body.decode(), "at": time.time(), "status": answered}
            self.state.take_in(one)
        time.sleep(play.get("seconds", 0))
        if play.get("garbage"):
            self.wfile.write(b"\x00\x01 this is no HTTP \xff\r\n\r\n")
        elif "drip" in play:
            self._drip(play["drip"])
        elif not play.get("hang_up"):
            self._answer(play["status"], play.get("headers", {}), play.get("body", "").encode())
            return
        self.close_connection = True

    def _drip(self, seconds: float) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        try:
            for _ in range(1000):
                self.wfile.write(b".")
                time.sleep(seconds)
        except OSError:
            return

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("content-length", 0)))

    def log_message(self, *_: Any) -> None:
        pass


def serve(port: int = 0, file: Path | None = None) -> None:
    """Serve until killed."""
    Handler.state = State(file)
    ThreadingHTTPServer.request_queue_size = 128
    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    serve(int((sys.argv[1:2] or ["0"])[0]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
