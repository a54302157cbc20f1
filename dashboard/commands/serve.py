"""`mendline serve`: open the clinic in the browser."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Annotated, Final

import typer

from fit.errors import ConfigurationError

if TYPE_CHECKING:
    from fit.casework import Settings

__all__ = ["add_to", "check_reach", "is_loopback", "run_server"]

LARGEST_MESSAGE: Final = 6 * 1024 * 1024
"""[bytes] Just above Streamlit's own limit for what a page sends."""

SECONDS_TO_FINISH: Final = 5
"""[s] Open pages keep their sockets for as long as they can; a stop does not wait for them longer than this."""

Host = Annotated[str, typer.Option(help="Address to listen on. 127.0.0.1: this machine only.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")]
BeyondLoopback = Annotated[
    bool, typer.Option("--beyond-loopback", help="Let the demo listen to other machines too: its passphrase is public.")
]
TrustedProxy = Annotated[
    str, typer.Option(help="Address of a proxy in front that ends TLS; only its X-Forwarded-... headers count.")
]


def add_to(cli: typer.Typer) -> None:
    """Add `serve`."""
    cli.command()(serve)


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8501,
    *,
    trusted_proxy: TrustedProxy = "",
    beyond_loopback: BeyondLoopback = False,
) -> None:
    """Open the clinic in the browser, on this machine or, behind a proxy with TLS, for the clinic's network."""
    from fit.casework import Settings

    settings = Settings.from_environment()
    run_server(settings, host=host, port=port, trusted_proxy=trusted_proxy, beyond_loopback=beyond_loopback)


def run_server(
    settings: Settings, *, host: str, port: int, trusted_proxy: str = "", beyond_loopback: bool = False
) -> None:
    """Serve until stopped. One process, one worker: Streamlit keeps pages and uploads per process."""
    import uvicorn

    from dashboard.server import create_app

    check_reach(settings, host, beyond_loopback=beyond_loopback)
    app = create_app(settings)
    typer.echo(f"Mendline is opening at http://{_in_address(host)}:{port}/  (Ctrl+C closes it)")
    uvicorn.run(
        app,
        host=host,
        port=port,
        ws="websockets-sansio",
        ws_max_size=LARGEST_MESSAGE,
        ws_per_message_deflate=False,
        lifespan="on",
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=bool(trusted_proxy),
        forwarded_allow_ips=trusted_proxy or None,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )


def check_reach(settings: Settings, host: str, *, beyond_loopback: bool) -> None:
    """Refuse to show the demo to other machines unless told.

    Raises
    ------
    ConfigurationError
        When the demo would listen beyond this machine.
    """
    if settings.demo and not (beyond_loopback or is_loopback(host)):
        raise ConfigurationError(
            f"the demo clinic does not listen on {host}: everybody knows its passphrase. "
            "Use --host 127.0.0.1, or say --beyond-loopback."
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host
