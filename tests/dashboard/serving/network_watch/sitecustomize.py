"""Loaded by Python at its start when this folder is on its path: notes every way out of this machine that is tried."""

from __future__ import annotations

import os
import sys

LOOPBACK = ("127.", "::1", "localhost")


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if event not in {"socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"}:
        return
    target = arguments[1] if event in {"socket.connect", "socket.sendto"} else arguments
    host = target[0] if isinstance(target, tuple) else target
    if isinstance(host, bytes):
        host = host.decode()
    if isinstance(host, str) and (host.startswith(LOOPBACK) or host.startswith("/")):
        return
    with open(os.environ["NETWORK_WATCH"], "a", encoding="utf-8") as noted:  # noqa: PTH123
        noted.write(f"{event} {host}\n")


if "NETWORK_WATCH" in os.environ:
    sys.addaudithook(_note)
