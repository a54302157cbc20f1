"""`mendline serve`: open the clinic in the browser."""

from __future__ import annotations

import ipaddress
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Final

import typer

from fit.errors import ConfigurationError

if TYPE_CHECKING:
    from streamlit import App

    from dashboard.operator.listener import OperatorAddress
    from fit.casework import Settings

__all__ = ["add_to", "check_reach", "is_loopback", "run_server"]

LARGEST_MESSAGE: Final = 6 * 1024 * 1024
"""[bytes] Just above Streamlit's own limit for what a page sends."""

SECONDS_TO_FINISH: Final = 5
"""[s] Open pages keep their sockets for as long as they can; a stop does not wait for them longer than this."""

STARTUP_FAILURE: Final = 3
"""How a server ends that could not open, as uvicorn does."""

Host = Annotated[str, typer.Option(help="Address to listen on. 127.0.0.1: this machine only.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")]
BeyondLoopback = Annotated[
    bool, typer.Option("--beyond-loopback", help="Let the demo listen to other machines too: its passphrase is public.")
]
Unencrypted = Annotated[
    bool,
    typer.Option(
        "--unencrypted",
        help="Let other machines reach Mendline without TLS. Everything can be read on the way, passphrases too: "
        "only where the way itself is encrypted, such as in a VPN or between containers of one machine.",
    ),
]
TrustedProxy = Annotated[
    str, typer.Option(help="Address of a proxy in front that ends TLS; only its X-Forwarded-... headers count.")
]
OperatorPort = Annotated[
    int,
    typer.Option(
        min=0,
        max=65535,
        show_default="none",
        help="Port of the operator's own address: /readyz, /metrics and /healthz, for who watches Mendline.",
    ),
]
OperatorHost = Annotated[str, typer.Option(help="Address of this machine at which the operator's port is.")]
OperatorNetwork = Annotated[
    list[str] | None,
    typer.Option(help="Network that may ask there besides this machine, such as 10.20.0.0/16; may be said again."),
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
    unencrypted: Unencrypted = False,
    operator_port: OperatorPort = 0,
    operator_host: OperatorHost = "127.0.0.1",
    operator_network: OperatorNetwork = None,
) -> None:
    """Open the clinic in the browser, on this machine or, behind a proxy with TLS, for the clinic's network."""
    from fit.casework import Settings

    settings = Settings.from_environment()
    check_reach(settings, host, beyond_loopback=beyond_loopback, unencrypted=unencrypted, by_proxy=bool(trusted_proxy))
    operator = _operator_address(operator_host, operator_port, operator_network or [])
    run_server(settings, host=host, port=port, trusted_proxy=trusted_proxy, operator=operator)


def _operator_address(host: str, port: int, networks: list[str]) -> OperatorAddress | None:
    from dashboard.operator.listener import OperatorAddress

    if port and not is_loopback(host) and not networks:
        raise ConfigurationError(
            f"--operator-host {host} is not this machine alone, and nobody said who may ask there. Name the network of "
            "who watches Mendline with --operator-network, as in 10.20.0.0/16, or say --operator-host 127.0.0.1."
        )
    return OperatorAddress(host=host, port=port, networks=networks) if port else None


def run_server(
    settings: Settings, *, host: str, port: int, trusted_proxy: str = "", operator: OperatorAddress | None = None
) -> None:
    """Serve until stopped. One process, one worker: Streamlit keeps pages and uploads per process."""
    from dashboard.logs import write_lines
    from dashboard.operator.listener import listening
    from dashboard.server import create_app
    from fit.casework.machine import check_before_serving

    app = create_app(settings)
    check_before_serving(settings)
    write_lines()
    with listening(operator):
        _run(app, host=host, port=port, trusted_proxy=trusted_proxy)


def _run(app: App, *, host: str, port: int, trusted_proxy: str) -> None:
    import uvicorn

    from dashboard.opening import ServerThatTells

    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        loop="auto",  # uvloop where there is one: a page is a hundred messages, and each wakes the loop
        http="h11",  # strict about where a request ends, whichever parsers are installed
        ws="websockets-sansio",
        ws_max_size=LARGEST_MESSAGE,
        ws_per_message_deflate=False,
        lifespan="on",
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        proxy_headers=bool(trusted_proxy),
        forwarded_allow_ips=trusted_proxy or None,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )
    server = ServerThatTells(
        config, words=f"Mendline is open at http://{_in_address(host)}:{port}/  (Ctrl+C closes it)"
    )
    with suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        sys.exit(STARTUP_FAILURE)


def check_reach(
    settings: Settings, host: str, *, beyond_loopback: bool, unencrypted: bool = False, by_proxy: bool = False
) -> None:
    """Refuse to show the demo to other machines, or to speak to them without TLS, unless told.

    Raises
    ------
    ConfigurationError
        When the server would listen beyond this machine and nobody said that it may.
    """
    if is_loopback(host):
        return
    if settings.demo and not beyond_loopback:
        raise ConfigurationError(
            f"the demo clinic does not listen on {host}: everybody knows its passphrase. "
            "Use --host 127.0.0.1, or say --beyond-loopback."
        )
    if not (settings.demo or unencrypted):
        raise ConfigurationError(_in_clear(host, by_proxy=by_proxy))


def _in_clear(host: str, *, by_proxy: bool) -> str:
    who = "the proxy and Mendline would speak" if by_proxy else "other machines would speak to it"
    return (
        f"Mendline does not listen on {host}: {who} without TLS, and passphrases and what clients said could be read "
        "on the way. Put a proxy that ends TLS on this machine and say --host 127.0.0.1 --trusted-proxy 127.0.0.1. "
        "Where the way itself is encrypted (a VPN, containers of one machine), say --unencrypted."
    )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host
