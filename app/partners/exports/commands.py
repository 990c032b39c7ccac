"""Checking an export on the command line."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from app.partners.exports.verify import Checked, verify

_SHOWN = 20  # faults that are named one by one

Export = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, help="An export: .ndjson, .json or .csv, packed or not.")
]
Keys = Annotated[
    Path | None,
    typer.Option(exists=True, dir_okay=False, help="Public keys, from /.well-known/licensing-atlas-keys.json."),
]
Manifest = Annotated[
    Path | None, typer.Option(exists=True, dir_okay=False, help="The manifest's head, from /v1/editions/N/manifest.")
]


def verify_export(export: Export, keys: Keys = None, manifest: Manifest = None) -> None:
    """Check an export, offline: every hash, the manifest's parts, and, with --keys, the signature."""
    checked = verify(export, keys=_read_keys(keys), manifest=manifest.read_bytes() if manifest else None)
    for fault in checked.faults[:_SHOWN]:
        typer.echo(fault, err=True)
    if len(checked.faults) > _SHOWN:
        typer.echo(f"and {len(checked.faults) - _SHOWN} more", err=True)
    if checked.faults:
        raise typer.Exit(1)
    typer.echo(f"edition {checked.edition}: {checked.records} records, every hash holds, sha256 {checked.sha256}")
    for why, count in sorted(checked.withheld.items()):
        typer.echo(f"without content, {why}: {count}")
    typer.echo(_signed(checked))


def _signed(checked: Checked) -> str:
    if checked.signed_by is None:
        return "signature: not checked; give the public keys with --keys"
    return f"signature: holds, by {', '.join(checked.signed_by)}"


def _read_keys(path: Path | None) -> list[dict[str, Any]] | None:
    if path is None:
        return None
    try:
        found = json.loads(path.read_bytes())["keys"]
        if not isinstance(found, list):
            raise TypeError
    except (ValueError, KeyError, TypeError) as error:
        typer.echo(f"{path} is no set of keys (JSON with a member `keys`)", err=True)
        raise typer.Exit(1) from error
    return found
