"""Who may ask: by the address at the other end of the connection itself, whatever a header says of another one."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final

from starlette.responses import PlainTextResponse

from fit.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Receive, Scope, Send

    Network = ipaddress.IPv4Network | ipaddress.IPv6Network

__all__ = ["LOOPBACK", "OperatorsOnly", "read_networks"]

LOOPBACK: Final[Sequence[Network]] = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))
PASSED_ON: Final = frozenset({b"forwarded", b"via", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip"})
"""Headers of a proxy: what it passes on may come from anywhere."""


def read_networks(given: Sequence[str]) -> tuple[Network, ...]:
    """Read networks such as 10.20.0.0/16, or single addresses.

    Raises
    ------
    ConfigurationError
        When one is none, or is everybody's.
    """
    return tuple(map(_network, given))


def _network(text: str) -> Network:
    try:
        network = ipaddress.ip_network(text.strip())
    except ValueError:
        raise ConfigurationError(
            f"--operator-network {text!r:.60} is no network. Say it as in 10.20.0.0/16, or one address as in 10.20.0.7."
        ) from None
    if network.prefixlen == 0:
        raise ConfigurationError(f"--operator-network {text} is everybody. Name the network of who watches Mendline.")
    return network


class OperatorsOnly:
    """Answers 404 to everybody who does not ask from these networks, or asks through a proxy."""

    def __init__(self, app: ASGIApp, *, networks: Sequence[Network]) -> None:
        self.app = app
        self.networks = networks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or say that there is nothing."""
        if scope["type"] == "lifespan" or (scope["type"] == "http" and self._may_ask(scope)):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse("There is nothing here.\n", 404)(scope, receive, send)

    def _may_ask(self, scope: Scope) -> bool:
        client = scope.get("client")
        if not client or any(name.lower() in PASSED_ON for name, _ in scope["headers"]):
            return False
        address = ipaddress.ip_address(str(client[0]).partition("%")[0])
        address = getattr(address, "ipv4_mapped", None) or address
        return any(address in network for network in self.networks)
