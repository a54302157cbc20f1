"""Addresses of the hand-over: starting it, the client's form, its one answer, and taking the tablet back.

Casework runs in a worker thread, so that a slow disk never holds up the other tablets.
"""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboard.access.cookie import forget_session, keep_session
from dashboard.access.forms import fields_of
from dashboard.clinic import current_clinic
from dashboard.components.filled_form import read_filled_form
from dashboard.door.identity import actor_in, address_in, token_in
from dashboard.door.paths import SIGN_IN
from dashboard.handover import calibration, parts
from dashboard.handover.screens import client_screen, not_handed_over, nothing_here, start_screen
from fit.casework import access, client, clinician
from fit.casework.views import FormState
from fit.errors import AccessDeniedError, ConflictError, InputError, NotFoundError, SignInError

if TYPE_CHECKING:
    from starlette.requests import Request

    from fit.casework.views import ClientForm, SignedIn

__all__ = ["routes"]

OK: Final = 200
SEE_OTHER: Final = 303
FORBIDDEN: Final = 403
NOT_FOUND: Final = 404
CONFLICT: Final = 409
GONE: Final = 410
UNPROCESSABLE: Final = 422

STATUS_OF: Final = {FormState.OPEN: OK, FormState.DONE: OK, FormState.EXPIRED: GONE, FormState.LOCKED: GONE}
FOR_A_YEAR: Final = {"cache-control": "public, max-age=31536000, immutable"}
ASK_AGAIN: Final = {"cache-control": "no-cache"}
NOT_KEPT: Final = {"cache-control": "no-store"}
BY_ENCODING: Final = {"vary": "accept-encoding"}
GZIPPED: Final = {**BY_ENCODING, "content-encoding": "gzip"}


async def ask_to_start(request: Request) -> Response:
    """Show the clinician's last step; nothing is begun by looking at it."""
    asked = request.query_params
    return _page(request, start_screen(asked.get("episode", ""), asked.get("scale", "")), OK)


async def start(request: Request) -> Response:
    """Turn this tablet into the client's form; the clinician is signed out on it."""
    actor = actor_in(request.scope)
    if actor is None:
        return RedirectResponse(SIGN_IN, SEE_OTHER)
    fields = await fields_of(request)
    episode_id = fields.get("episode", "")
    try:
        handed = await run_in_threadpool(
            clinician.hand_over,
            current_clinic(),
            actor,
            episode_id,
            scale_id=fields.get("scale", ""),
            web_session_token=token_in(request.scope),
        )
    except (AccessDeniedError, ConflictError, InputError, NotFoundError) as refused:
        return _page(request, not_handed_over(str(refused), _client_page(episode_id)), CONFLICT)
    answer = RedirectResponse(f"/k/{handed.token}", SEE_OTHER, headers=NOT_KEPT)
    forget_session(request, answer)
    return answer


async def show(request: Request) -> Response:
    """Show the one form of this token, or a thank-you, or that it is closed."""
    token = request.path_params["token"]
    try:
        form = await _open_form(token)
    except NotFoundError:
        return _page(request, nothing_here(), NOT_FOUND)
    return _page(request, client_screen(form, token), STATUS_OF[form.state])


async def take_rating(request: Request) -> Response:
    """Store the marks; the same confirmation twice stores once."""
    try:
        filled = read_filled_form(await request.body())
        receipt = await run_in_threadpool(
            client.record_rating,
            current_clinic(),
            request.path_params["token"],
            filled.answers,
            idempotency_key=filled.idempotency_key,
            line_length_px=filled.line_length_px,
            calibrated=filled.calibrated,
        )
    except InputError as wrong:
        return JSONResponse({"status": "refused", "why": str(wrong)}, UNPROCESSABLE)
    except NotFoundError:
        return JSONResponse({"status": "unknown"}, NOT_FOUND)
    except ConflictError:
        return await _not_taken(request.path_params["token"])
    return JSONResponse({"status": receipt.status.value})


async def _not_taken(token: str) -> Response:
    """Say whether this form had been answered before, or ended without an answer."""
    form = await _open_form(token)
    is_done = form.state is FormState.DONE
    return JSONResponse({"status": "done"}, CONFLICT) if is_done else JSONResponse({"status": "closed"}, GONE)


async def take_back(request: Request) -> Response:
    """Give the tablet back to the clinician who handed it over, for the right PIN."""
    token = request.path_params["token"]
    pin = (await fields_of(request)).get("pin", "")
    try:
        signed_in = await run_in_threadpool(
            clinician.take_back, current_clinic(), token, pin, source=address_in(request.scope)
        )
    except SignInError as refused:
        return await _pin_refused(request, token, "wait" if str(refused) == access.TOO_MANY else "wrong")
    except (AccessDeniedError, NotFoundError):
        return await _pin_refused(request, token, "locked")
    return _welcome_back(request, signed_in)


def _welcome_back(request: Request, signed_in: SignedIn) -> Response:
    go = _client_page(signed_in.episode_id)
    answer = _open_by_script(go) if _wants_json(request) else RedirectResponse(go, SEE_OTHER)
    keep_session(request, answer, signed_in)
    answer.headers.update(NOT_KEPT)
    return answer


def _client_page(episode_id: str | None) -> str:
    return f"/client?episode={quote(episode_id, safe='')}" if episode_id else "/"


def _open_by_script(go: str) -> Response:
    return JSONResponse({"state": "open", "go": go})


async def _pin_refused(request: Request, token: str, state: str) -> Response:
    if _wants_json(request):
        return JSONResponse({"state": state}, FORBIDDEN, headers=NOT_KEPT)
    try:
        form = await _open_form(token)
    except NotFoundError:
        return _page(request, nothing_here(), NOT_FOUND)
    return _page(request, client_screen(form, token, pin_notice=f"pin_{state}"), FORBIDDEN)


async def _open_form(token: str) -> ClientForm:
    return await run_in_threadpool(client.open_form, current_clinic(), token)


async def send_part(request: Request) -> Response:
    """Send a script or style of the page. An address of an older version gets today's file, unkept."""
    part = parts.parts().get(request.path_params["name"])
    if part is None:
        return Response(status_code=NOT_FOUND)
    is_current = request.path_params["version"] == parts.version()
    return _sent(request, part, FOR_A_YEAR if is_current else ASK_AGAIN)


async def send_worker(request: Request) -> Response:
    """Send the service worker from the folder it may look after."""
    return _sent(request, parts.parts()["worker.js"], ASK_AGAIN)


def _sent(request: Request, part: parts.Part, headers: dict[str, str]) -> Response:
    if _takes_gzip(request):
        return Response(part.compressed, media_type=part.media_type, headers={**headers, **GZIPPED})
    return Response(part.plain, media_type=part.media_type, headers={**headers, **BY_ENCODING})


def _page(request: Request, html: str, status: int) -> Response:
    if _takes_gzip(request):
        return HTMLResponse(gzip.compress(html.encode(), mtime=0), status, headers={**NOT_KEPT, **GZIPPED})
    return HTMLResponse(html, status, headers={**NOT_KEPT, **BY_ENCODING})


def _takes_gzip(request: Request) -> bool:
    return "gzip" in request.headers.get("accept-encoding", "")


def _wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


routes = [
    Route("/session/hand-over", ask_to_start, methods=["GET"]),
    Route("/session/hand-over", start, methods=["POST"]),
    Route("/k/worker.js", send_worker),
    Route("/k/assets/{version}/{name}", send_part),
    *calibration.routes,
    Route("/k/{token}/rating", take_rating, methods=["POST"]),
    Route("/k/{token}/take-back", take_back, methods=["POST"]),
    Route("/k/{token}", show),
]
