"""Walking through a layer of the door without a network: one request in, the answer out."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fit.casework.actor import Actor, Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

CLINICIAN = Actor(user_id="U1", clinic_id="C1", role=Role.CLINICIAN, name="Clinician One")
HOST = "clinic.example"


def look_up_none(_token: str) -> Actor | None:
    return None


@dataclass
class Behind:
    """What stands behind the door: notes what reached it and answers as told."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"content-type": "text/html; charset=utf-8"})
    body: bytes = b"behind the door"
    seen: list[Scope] = field(default_factory=list)
    received: list[Message] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.seen.append(scope)
        if scope["type"] == "websocket":
            await self._socket(receive, send)
            return
        self.received.append(await receive())
        raw = [(name.encode(), value.encode()) for name, value in self.headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": raw})
        await send({"type": "http.response.body", "body": self.body})

    async def _socket(self, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            self.received.append(message)
            await send({"type": "websocket.send", "bytes": b"answer"})


@dataclass
class Answer:
    """What came back: everything that was sent."""

    sent: list[Message]

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def headers(self) -> dict[str, str]:
        return {name.decode().lower(): value.decode() for name, value in self.sent[0]["headers"]}

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.sent[1:])

    @property
    def was_accepted(self) -> bool:
        return any(message["type"] == "websocket.accept" for message in self.sent)

    @property
    def close_code(self) -> int | None:
        codes = [message["code"] for message in self.sent if message["type"] == "websocket.close"]
        return codes[0] if codes else None


def request(
    path: str,
    method: str = "GET",
    *,
    headers: Mapping[str, str] | None = None,
    scheme: str = "http",
    query: str = "",
    address: str = "192.0.2.1",
    kind: str = "http",
) -> dict[str, Any]:
    given = {"host": HOST} | dict(headers or {})
    return {
        "type": kind,
        "method": method,
        "scheme": scheme,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in given.items()],
        "client": (address, 5000),
        "server": (HOST, 80),
        "extensions": {},
    }


def socket(path: str = "/_stcore/stream", *, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    return request(path, kind="websocket", scheme="ws", headers={"origin": f"http://{HOST}"} | dict(headers or {}))


def walk(app: ASGIApp, scope: dict[str, Any], *messages: Message) -> Answer:
    """Send one request (or the messages of one socket) through `app`."""
    walking = _walk(app, scope, list(messages) or _first_messages(scope))
    # in a thread of its own: a browser of another test may hold the event loop of this one
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, walking).result()


def frames(*contents: bytes) -> list[Message]:
    received: list[Message] = [{"type": "websocket.receive", "bytes": content} for content in contents]
    return [{"type": "websocket.connect"}, *received, {"type": "websocket.disconnect", "code": 1000}]


def _first_messages(scope: dict[str, Any]) -> list[Message]:
    return frames() if scope["type"] == "websocket" else [{"type": "http.request", "body": b"", "more_body": False}]


async def _walk(app: ASGIApp, scope: dict[str, Any], waiting: list[Message]) -> Answer:
    sent: list[Message] = []

    async def receive() -> Message:
        return waiting.pop(0) if waiting else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return Answer(sent)
