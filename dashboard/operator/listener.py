"""The operator's own address: a listener of its own, in a thread of its own, so that it answers when pages do not."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import uvicorn

from dashboard.operator.peers import LOOPBACK, read_networks
from dashboard.operator.routes import operator_app
from fit.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["OperatorAddress", "listening"]

SECONDS_TO_FINISH: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorAddress:
    """Where the operator's address is, and from which networks it may be asked besides this machine."""

    host: str
    port: int
    networks: Sequence[str] = ()


@contextmanager
def listening(address: OperatorAddress | None) -> Iterator[None]:
    """Answer operators meanwhile; None: there is no address for them.

    Raises
    ------
    ConfigurationError
        When a network is none, or somebody else listens at the address.
    """
    if address is None:
        yield
        return
    server = uvicorn.Server(_configured(address))
    with _bound(address) as bound:
        thread = threading.Thread(target=server.run, args=([bound],), name="operator", daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.should_exit = True
            thread.join(SECONDS_TO_FINISH)


def _configured(address: OperatorAddress) -> uvicorn.Config:
    return uvicorn.Config(
        operator_app((*LOOPBACK, *read_networks(address.networks))),
        http="h11",
        ws="none",
        lifespan="off",
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        # who asks is who is at the other end: no header may say otherwise
        proxy_headers=False,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )


def _bound(address: OperatorAddress) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((address.host, address.port))
    except OSError as error:
        bound.close()
        raise ConfigurationError(
            f"the operator's address {address.host} port {address.port} cannot be used ({error.strerror}). "
            "Choose another --operator-port, or an --operator-host of this machine."
        ) from None
    return bound
