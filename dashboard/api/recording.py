"""Where a recording is sent, and where kept sound is listened to. Who may is decided, and audited, by casework.

A recording is the body itself: no form and no name of a file comes with it. It is encrypted while it arrives.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final

import anyio.from_thread
import anyio.to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboard.clinic import current_clinic
from dashboard.door.identity import actor_in
from dashboard.door.paths import LISTEN, UPLOAD_RECORDING
from fit.casework import clinician
from fit.errors import (
    AccessDeniedError,
    ConfigurationError,
    ConflictError,
    InputError,
    NotFoundError,
    StoreUnavailableError,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from typing import BinaryIO

    from starlette.requests import Request

    from fit.casework.actor import Actor

__all__ = ["SOUND", "UPLOAD_RECORDING", "routes"]

SOUND: Final = LISTEN
UNAUTHORISED, NOT_FOUND, CONFLICT, UNREADABLE, NO_SUCH_RANGE = 401, 404, 409, 422, 416
CREATED, PART = 201, 206
FORGET: Final = {"cache-control": "no-store"}
NOTHING: Final = "There is no such recording here for you. Open it from the client's record.\n"
STOPPED: Final = "The recording did not arrive whole. Nothing of it was kept; please send it again.\n"
READ_AT_ONCE: Final = 1 << 20
SENT_AT_ONCE: Final = 4 << 20
"""[bytes] Of kept sound in one answer; players ask for the next piece."""
MOST_AT_ONCE: Final = 4
"""Uploads that are taken in at the same time; others wait. Each occupies a thread for as long as it arrives."""

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_taking_in: dict[str, anyio.CapacityLimiter] = {}


class _Body(io.RawIOBase):
    """The body of a request as a file, for a thread that reads it while it arrives."""

    def __init__(self, pieces: AsyncIterator[bytes]) -> None:
        super().__init__()
        self._pieces = pieces
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._left:
            self._left = anyio.from_thread.run(self._next)
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size

    async def _next(self) -> bytes:
        async for piece in self._pieces:
            if piece:
                return piece
        return b""


async def take_in(request: Request) -> Response:
    """Take in the recording of a session."""
    actor = actor_in(request.scope)
    if actor is None:
        return _words("Please sign in.\n", UNAUTHORISED)
    limiter = _taking_in.setdefault("limiter", anyio.CapacityLimiter(MOST_AT_ONCE))
    body: BinaryIO = io.BufferedReader(_Body(request.stream()), READ_AT_ONCE)
    asked = dict(request.query_params)
    try:
        recording = await anyio.to_thread.run_sync(_put, actor, asked, body, limiter=limiter)
    except (AccessDeniedError, NotFoundError):
        return _words(NOTHING, NOT_FOUND)
    except (ConflictError, ConfigurationError, StoreUnavailableError) as refused:
        return _words(f"{refused}\n", CONFLICT)
    except InputError as refused:
        return _words(f"{refused}\n", UNREADABLE)
    except ClientDisconnect:
        return _words(STOPPED, CONFLICT)
    return JSONResponse({"recording": recording}, CREATED, headers=FORGET)


def _put(actor: Actor, asked: Mapping[str, str], body: BinaryIO) -> str:
    where = (asked.get("episode", ""), asked.get("session", ""))
    return clinician.put_recording(current_clinic(), actor, *where, body)


def _words(text: str, status: int) -> Response:
    return PlainTextResponse(text, status, headers=FORGET)


async def send_sound(request: Request) -> Response:
    """Send a piece of the sound that is kept of a transcript."""
    actor = actor_in(request.scope)
    if actor is None:
        return _words("Please sign in.\n", UNAUTHORISED)
    asked = dict(request.query_params)
    try:
        return await run_in_threadpool(_piece, actor, asked, request.headers.get("range", "bytes=0-"))
    except (AccessDeniedError, NotFoundError):
        return _words(NOTHING, NOT_FOUND)


def _piece(actor: Actor, asked: Mapping[str, str], wanted: str) -> Response:
    where = (asked.get("episode", ""), asked.get("transcript", ""))
    sound = clinician.listen_recording(current_clinic(), actor, *where)
    with sound.file as file:
        found = _from_to(wanted, sound.size)
        if found is None:
            headers = FORGET | {"content-range": f"bytes */{sound.size}"}
            return Response(status_code=NO_SUCH_RANGE, headers=headers)
        first, last = found
        file.seek(first)
        content = file.read(last - first + 1)
    headers = FORGET | {"accept-ranges": "bytes", "content-range": f"bytes {first}-{last}/{sound.size}"}
    return Response(content, PART, headers=headers, media_type=sound.kind)


def _from_to(wanted: str, size: int) -> tuple[int, int] | None:
    """First and last byte of what is sent; None when there is no such piece."""
    asked = _RANGE.fullmatch(wanted.replace(" ", ""))
    if asked is None or not any(asked.groups()):
        return None
    if not asked[1]:  # the last so many bytes
        first, last = max(0, size - int(asked[2])), size - 1
    else:
        first, last = int(asked[1]), min(size - 1, int(asked[2])) if asked[2] else size - 1
    return None if first > last else (first, min(last, first + SENT_AT_ONCE - 1))


routes = [Route(UPLOAD_RECORDING, take_in, methods=["POST"]), Route(SOUND, send_sound)]
