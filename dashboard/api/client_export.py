"""Everything that is kept of one client as a ZIP file, for who holds the client and for the administrator."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from dashboard.api.progress_report import file_name
from dashboard.audit_words import deed_said
from dashboard.clinic import current_clinic
from dashboard.documents.own_data import own_data_page
from dashboard.door.identity import actor_in
from fit.casework import clinician
from fit.errors import AccessDeniedError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request

    from fit.casework.actor import Actor

__all__ = ["CLIENT_EXPORT", "routes"]

CLIENT_EXPORT: Final = "/api/client-export.zip"
UNAUTHORISED, NOT_FOUND = 401, 404
FORGET: Final = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
NOTHING: Final = "There is no such client here for you. Open the client from your list.\n"
PIECE: Final = 64 * 1024
"""[bytes]"""


async def send(request: Request) -> Response:
    """Send all of the client whose `episode` it is. It is packed as it is read; only the packed file is held."""
    actor = actor_in(request.scope)
    if actor is None:
        return _refused("Please sign in.\n", UNAUTHORISED)
    packed = BytesIO()
    try:
        name = await run_in_threadpool(_pack, actor, request.query_params.get("episode", ""), packed)
    except (AccessDeniedError, NotFoundError):
        return _refused(NOTHING, NOT_FOUND)
    named = {"content-disposition": f'attachment; filename="{name}.zip"', "content-length": str(packed.tell())}
    return StreamingResponse(_pieces(packed), media_type="application/zip", headers=FORGET | named)


def _pack(actor: Actor, episode: str, into: BytesIO) -> str:
    given = clinician.export_client(current_clinic(), actor, episode, into=into, told=deed_said, page=own_data_page)
    return file_name("client", given.client_code, given.as_of)


def _pieces(packed: BytesIO) -> Iterator[bytes]:
    packed.seek(0)
    while piece := packed.read(PIECE):
        yield piece


def _refused(why: str, status: int) -> Response:
    return PlainTextResponse(why, status, headers=FORGET)


routes = [Route(CLIENT_EXPORT, send, methods=["GET"])]
