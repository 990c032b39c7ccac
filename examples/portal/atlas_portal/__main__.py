"""The commands of the example portal: `python -m atlas_portal --help`."""

import argparse
import json
import logging
import os
import sys
import threading
from pathlib import Path
from typing import Any

from atlas_portal.atlas import Atlas, Away, Refused
from atlas_portal.hooks import server, subscribe
from atlas_portal.proof import Untrue
from atlas_portal.store import Store
from atlas_portal.sync import sync

LOG = logging.getLogger("atlas_portal")


def main() -> None:
    """Run a command. Exits with 1 and a line of why where it cannot be done."""
    arguments = _parser().parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    folder: Path = arguments.data
    folder.mkdir(parents=True, exist_ok=True)
    try:
        arguments.run(arguments, folder)
    except (Away, Refused, Untrue, OSError) as error:
        sys.exit(f"{type(error).__name__}: {error}")


def _keys(arguments: argparse.Namespace, folder: Path) -> None:
    """Fetch the public keys, to be compared with what the atlas's staff say they are."""
    with _atlas(arguments) as atlas:
        keys = atlas.keys()
    _keep(folder / "keys.json", json.dumps({"keys": keys}, indent=1))
    for one in keys:
        print(one["kid"], "in use since", one["valid_from"])


def _sync(arguments: argparse.Namespace, folder: Path) -> None:
    """Take in what is new, and end."""
    store = Store(folder / "portal.db")
    with _atlas(arguments) as atlas:
        sync(atlas, store, _kept_keys(folder), folder)
    place = store.place()
    print("edition", place.edition if place else None)


def _check(_: argparse.Namespace, folder: Path) -> None:
    """Prove all that is held anew, from its bytes."""
    print(Store(folder / "portal.db").check(), "records are what was published")


def _subscribe(arguments: argparse.Namespace, folder: Path) -> None:
    """Have the atlas tell this portal."""
    with _atlas(arguments) as atlas:
        _keep(folder / "webhook.secret", subscribe(atlas, arguments.url))


def _serve(arguments: argparse.Namespace, folder: Path) -> None:
    """Serve, and sync whenever a webhook or the clock says so."""
    wake = threading.Event()
    secret = folder / "webhook.secret"
    taking = server(
        arguments.host,
        arguments.port,
        folder / "portal.db",
        lambda: secret.read_text() if secret.exists() else None,
        wake,
    )
    threading.Thread(target=taking.serve_forever, daemon=True).start()
    LOG.info("serving on http://%s:%d", *taking.server_address[:2])
    store = Store(folder / "portal.db")
    with _atlas(arguments) as atlas:
        while True:  # what was told before we were killed is asked for now
            wake.clear()
            try:
                sync(atlas, store, _kept_keys(folder), folder)
            except (Away, Refused) as error:
                LOG.warning("%s: %s", type(error).__name__, error)
            except Untrue as error:
                LOG.error("not taken in: %s", error)  # here a person has to be told
            wake.wait(arguments.every)


def _atlas(arguments: argparse.Namespace) -> Atlas:
    key = os.environ.get("PORTAL_KEY")
    if not key:
        raise Refused("set PORTAL_KEY to the key that the atlas's staff gave you")
    return Atlas(arguments.atlas, key)


def _kept_keys(folder: Path) -> list[dict[str, Any]]:
    try:
        keys: list[dict[str, Any]] = json.loads((folder / "keys.json").read_text())["keys"]
    except FileNotFoundError as error:
        raise Untrue("there are no keys to check signatures with; run `keys` first") from error
    return keys


def _keep(path: Path, text: str) -> None:
    """Write all of a file or none of it, for this user's eyes alone."""
    beside = path.with_suffix(".new")
    beside.touch(mode=0o600)
    beside.write_text(text)
    beside.replace(path)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="atlas_portal", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("portal-data"), help="where everything is kept")
    parser.add_argument("--atlas", default="http://127.0.0.1:8000", help="address of the atlas")
    commands = parser.add_subparsers(required=True)
    for name, run in (
        ("keys", _keys),
        ("sync", _sync),
        ("check", _check),
        ("subscribe", _subscribe),
        ("serve", _serve),
    ):
        one = commands.add_parser(name, help=(run.__doc__ or "").rstrip("."))
        one.set_defaults(run=run)
        if run is _subscribe:
            one.add_argument("url", help="this portal's address for webhooks, such as https://portal.example/atlas")
        if run is _serve:
            one.add_argument("--host", default="127.0.0.1")
            one.add_argument("--port", type=int, default=8100)
            one.add_argument("--every", type=float, default=300, help="seconds between looks without being told")
    return parser


if __name__ == "__main__":
    main()
