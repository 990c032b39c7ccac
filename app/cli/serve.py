"""Serving the API."""

import gc
import logging
import socket
from typing import Annotated

import typer
import uvicorn

from app.cli.logs import configure_logs
from app.http.protocol import protocol_of
from app.main import create_app, now_utc
from app.partners.webhooks.working import working
from app.settings import get_settings

Host = Annotated[str, typer.Option(envvar="ATLAS_HOST", help="Address to listen on.")]
Port = Annotated[int, typer.Option(envvar="ATLAS_PORT", min=0, max=65535, help="Port to listen on.")]

_EXAMPLES = (
    ("What must a biosimilar show in Malaysia?", "/v1/requirements?country=MY&product_type=biosimilar"),
    ("Does an approval by Korea's MFDS count?", "/v1/reliance?country=MY&reference=KR-MFDS&lang=ko"),
    ("Everything about generics, on one page", "/v1/guides/MY/generic"),
)


class _Server(uvicorn.Server):
    """A server that says where it is once it is there."""

    announce = False

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started and self.announce:
            _say_where(self.config.host, _port(self))


def serve(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve the API from a database that is ready."""
    start(host, port, announce=False)


def start(host: str, port: int, *, announce: bool) -> None:
    """Run the server until it is told to stop. Exits with 1 where the address cannot be had."""
    settings = get_settings()
    configure_logs(settings.log_level, settings.log_format)
    _refuse_taken(host, port)
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        http=protocol_of(app.state.edge),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # the gate reads them, from proxies that it was told to trust
        timeout_graceful_shutdown=10,
    )
    server = _Server(config)
    server.announce = announce
    gc.freeze()  # what there is now stays: collections need not look at it again
    with working(settings, now_utc):
        server.run()
    if not server.started:
        raise typer.Exit(1)


def _refuse_taken(host: str, port: int) -> None:
    """Say plainly that an address cannot be had, instead of failing inside the server."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            typer.echo(f"Cannot listen on {host}:{port}: {error.strerror or error}. Try another PORT.", err=True)
            raise typer.Exit(1) from error


def _port(server: uvicorn.Server) -> int:
    number: int = server.servers[0].sockets[0].getsockname()[1]
    return number


def _say_where(host: str, port: int) -> None:
    base = f"http://{host}:{port}"
    typer.echo(f"\nLicensing Atlas is serving on {base}  (documentation: {base}/docs, stop with Ctrl+C)\n")
    for question, path in _EXAMPLES:
        typer.echo(f"  {question}\n    curl '{base}{path}'\n")
    logging.getLogger("atlas").info("serving")
