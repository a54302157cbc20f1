"""Addresses of a client's form: showing it, its answers, and taking the tablet back.

Casework runs in a worker thread, so that a slow disk never holds up the other tablets.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboard.access.cookie import keep_session
from dashboard.access.forms import fields_of
from dashboard.clinic import current_clinic
from dashboard.components.filled_form import SkippedForm, read_sent_form
from dashboard.door.identity import address_in
from dashboard.handover import answers, calibration, parts, starting
from dashboard.handover.clinician_words import CLINICIAN_WORDS, pin_wait
from dashboard.handover.device import device_of, shared_case_of
from dashboard.handover.screens import begin_screen, client_screen, nothing_here
from fit.casework import client, clinician
from fit.casework.views import FormState
from fit.errors import AccessDeniedError, ConflictError, InputError, NotFoundError, SignInError

if TYPE_CHECKING:
    from starlette.requests import Request

    from fit.casework.views import ClientForm, Receipt, SignedIn

__all__ = ["routes"]

STATUS_OF: Final = {FormState.OPEN: HTTPStatus.OK, FormState.DONE: HTTPStatus.OK}


async def show(request: Request) -> Response:
    """Show the form of this token, the step before it, a thank-you, or that it is closed."""
    token = request.path_params["token"]
    try:
        form = await _open_form(request)
    except NotFoundError:
        return answers.page(request, nothing_here(), HTTPStatus.NOT_FOUND)
    if form.state is FormState.WAITING:
        return answers.page(request, begin_screen(form, token), HTTPStatus.OK)
    status = STATUS_OF.get(form.state, HTTPStatus.GONE)
    html = client_screen(form, token, is_shared=bool(shared_case_of(request)))
    return answers.page(request, html, status, parts.asked_ahead())


async def take_answer(request: Request) -> Response:
    """Store the marks of one part, or that it was skipped; the same confirmation twice stores once."""
    body = await request.body()
    try:
        receipt = await run_in_threadpool(_stored, request, body)
    except InputError as wrong:
        return JSONResponse({"status": "refused", "why": str(wrong)}, HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotFoundError:
        return JSONResponse({"status": "unknown"}, HTTPStatus.NOT_FOUND)
    except ConflictError:
        return await _not_taken(request, read_sent_form(body)[0])
    return JSONResponse({"status": receipt.status.value})


def _stored(request: Request, body: bytes) -> Receipt:
    place, sent = read_sent_form(body)
    where = {"device": device_of(request), "source": address_in(request.scope)}
    token, key = request.path_params["token"], sent.idempotency_key
    if isinstance(sent, SkippedForm):
        return client.skip_rating(current_clinic(), token, sent.reason, idempotency_key=key, place=place, **where)
    return client.record_rating(
        current_clinic(),
        token,
        sent.answers,
        idempotency_key=key,
        line_length_px=sent.line_length_px,
        calibrated=sent.calibrated,
        place=place,
        **where,
    )


async def _not_taken(request: Request, place: int) -> Response:
    """Say whether this part had been answered before, or the form ended without an answer."""
    form = await _open_form(request)
    if any(part.place == place and part.is_answered for part in form.parts):
        return JSONResponse({"status": "done"}, HTTPStatus.CONFLICT)
    return JSONResponse({"status": "closed"}, HTTPStatus.GONE)


async def take_back(request: Request) -> Response:
    """For the right PIN, give the tablet back to the clinician, or a form that was put away back to the client."""
    fields = await fields_of(request)
    try:
        signed_in = await run_in_threadpool(_by_pin, request, fields.get("pin", ""), resume=bool(fields.get("resume")))
    except SignInError as refused:
        return await _pin_refused(request, "pin_wrong" if refused.wait is None else pin_wait(refused.wait))
    except (AccessDeniedError, NotFoundError, ConflictError):
        return await _pin_refused(request, "pin_locked")
    return _resumed(request) if signed_in is None else _welcome_back(request, signed_in)


def _by_pin(request: Request, pin: str, *, resume: bool) -> SignedIn | None:
    token, source, device = request.path_params["token"], address_in(request.scope), device_of(request)
    if not resume:
        return clinician.take_back(current_clinic(), token, pin, source=source, device=device)
    clinician.resume_form(current_clinic(), token, pin, source=source, device=device)
    return None


def _resumed(request: Request) -> Response:
    if answers.wants_json(request):
        return JSONResponse({"state": "resumed"}, headers=answers.NOT_KEPT)
    return RedirectResponse(f"/k/{request.path_params['token']}", HTTPStatus.SEE_OTHER, headers=answers.NOT_KEPT)


def _welcome_back(request: Request, signed_in: SignedIn) -> Response:
    case_id = shared_case_of(request)
    go = f"/seen-together?case={case_id}" if case_id else _client_page(signed_in.episode_id)
    answer = _open_by_script(go) if answers.wants_json(request) else RedirectResponse(go, HTTPStatus.SEE_OTHER)
    keep_session(request, answer, signed_in)
    answer.headers.update(answers.NOT_KEPT)
    return answer


def _client_page(episode_id: str | None) -> str:
    """The client's page, opened at the newest point."""
    return f"/client?episode={quote(episode_id, safe='')}&new=1" if episode_id else "/"


def _open_by_script(go: str) -> Response:
    return JSONResponse({"state": "open", "go": go})


async def _pin_refused(request: Request, why: str) -> Response:
    why = CLINICIAN_WORDS.get(why, why)
    if answers.wants_json(request):
        return JSONResponse({"state": "refused", "why": why}, HTTPStatus.FORBIDDEN, headers=answers.NOT_KEPT)
    try:
        form = await _open_form(request)
    except NotFoundError:
        return answers.page(request, nothing_here(), HTTPStatus.NOT_FOUND)
    is_shared = bool(shared_case_of(request))
    html = client_screen(form, request.path_params["token"], pin_notice=why, is_shared=is_shared)
    return answers.page(request, html, HTTPStatus.FORBIDDEN)


async def _open_form(request: Request) -> ClientForm:
    token = request.path_params["token"]
    return await run_in_threadpool(client.open_form, current_clinic(), token, device=device_of(request))


async def send_part(request: Request) -> Response:
    """Send a script, style or font of the page. An address of an older version gets today's file, unkept."""
    part = parts.parts().get(request.path_params["name"])
    if part is None:
        return Response(status_code=HTTPStatus.NOT_FOUND)
    is_current = request.path_params["version"] == parts.version()
    return answers.part(request, part, answers.FOR_A_YEAR if is_current else answers.ASK_AGAIN)


async def send_worker(request: Request) -> Response:
    """Send the service worker from the folder it may look after."""
    return answers.part(request, parts.parts()["worker.js"], answers.ASK_AGAIN)


routes = [
    *starting.routes,
    Route("/k/worker.js", send_worker),
    Route("/k/assets/{version}/{name}", send_part),
    *calibration.routes,
    Route("/k/{token}/rating", take_answer, methods=["POST"]),
    Route("/k/{token}/take-back", take_back, methods=["POST"]),
    Route("/k/{token}", show),
]
