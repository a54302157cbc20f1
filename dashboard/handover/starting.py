"""Addresses by which a form begins: on this tablet, by six digits, or by a link with a word."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dashboard.access.cookie import forget_session
from dashboard.access.forms import fields_of, lists_of
from dashboard.clinic import current_clinic
from dashboard.door.identity import actor_in, address_in, token_in
from dashboard.door.paths import CODE_ENTRY, SIGN_IN, START_FORM
from dashboard.handover import answers
from dashboard.handover.asks import read_asks
from dashboard.handover.clinician_words import wait_key
from dashboard.handover.device import device_of, keep_device, keep_shared_case, new_or_known_device
from dashboard.handover.screens import begin_screen, code_screen, not_handed_over, nothing_here
from fit.casework import client, clinician
from fit.errors import AccessDeniedError, ConflictError, InputError, NotFoundError, SignInError

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["routes"]


async def start(request: Request) -> Response:
    """Turn this tablet into the client's form; the clinician is signed out on it."""
    actor = actor_in(request.scope)
    if actor is None:
        return RedirectResponse(SIGN_IN, HTTPStatus.SEE_OTHER)
    fields = await lists_of(request)
    asked, case_id = fields.get("ask", []), fields.get("case", [""])[0]
    device = new_or_known_device(request)
    try:
        handed = await run_in_threadpool(
            clinician.hand_over,
            current_clinic(),
            actor,
            read_asks(asked),
            web_session_token=token_in(request.scope),
            device=device,
        )
    except (AccessDeniedError, ConflictError, InputError, NotFoundError) as refused:
        return answers.page(request, not_handed_over(str(refused), _back_to(asked, case_id)), HTTPStatus.CONFLICT)
    answer = _to_the_form(request, handed.token, device)
    keep_shared_case(request, answer, case_id)
    forget_session(request, answer)
    return answer


def _to_the_form(request: Request, token: str, device: str) -> Response:
    answer = RedirectResponse(f"/k/{token}", HTTPStatus.SEE_OTHER, headers=answers.NOT_KEPT)
    keep_device(request, answer, device)
    return answer


def _back_to(asked: list[str], case_id: str) -> str:
    if case_id:
        return f"/seen-together?case={quote(case_id, safe='')}"
    episode_id = asked[0].partition(":")[0] if asked else ""
    return f"/client?episode={quote(episode_id, safe='')}" if episode_id else "/"


async def begin(request: Request) -> Response:
    """Open a form that was given out, on this device, for the right word where one is asked for."""
    token = request.path_params["token"]
    word = (await fields_of(request)).get("word", "")
    device = new_or_known_device(request)
    try:
        await run_in_threadpool(
            client.begin_form, current_clinic(), token, device=device, word=word, source=address_in(request.scope)
        )
    except NotFoundError:
        return answers.page(request, nothing_here(), HTTPStatus.NOT_FOUND)
    except SignInError as refused:
        return await _word_refused(request, token, _notice("word", refused), word)
    except ConflictError:
        return RedirectResponse(f"/k/{token}", HTTPStatus.SEE_OTHER, headers=answers.NOT_KEPT)
    return _to_the_form(request, token, device)


async def _word_refused(request: Request, token: str, notice: str, word: str) -> Response:
    form = await run_in_threadpool(client.open_form, current_clinic(), token, device=device_of(request))
    return answers.page(request, begin_screen(form, token, notice=notice, typed=word), HTTPStatus.FORBIDDEN)


def _notice(asked: str, refused: SignInError) -> str:
    return f"{asked}_wrong" if refused.wait is None else wait_key(refused.wait)


async def ask_code(request: Request) -> Response:
    """Ask for the six digits that open a form."""
    return answers.page(request, code_screen(_language(request)), HTTPStatus.OK)


async def take_code(request: Request) -> Response:
    """Open the form of six digits on this device."""
    code = (await fields_of(request)).get("code", "")
    device = new_or_known_device(request)
    try:
        token = await run_in_threadpool(
            client.redeem_code, current_clinic(), code, device=device, source=address_in(request.scope)
        )
    except NotFoundError:
        return answers.page(request, code_screen(_language(request), notice="code_wrong"), HTTPStatus.FORBIDDEN)
    except SignInError as refused:
        html = code_screen(_language(request), notice=_notice("code", refused))
        return answers.page(request, html, HTTPStatus.FORBIDDEN)
    return _to_the_form(request, token, device)


def _language(request: Request) -> str:
    """The first language that the browser asks for: nobody knows yet whose form it will be."""
    return request.headers.get("accept-language", "").partition(",")[0].partition(";")[0].strip()


routes = [
    Route(START_FORM, start, methods=["POST"]),
    Route(CODE_ENTRY, ask_code, methods=["GET"]),
    Route("/k/code", take_code, methods=["POST"]),
    Route("/k/{token}/begin", begin, methods=["POST"]),
]
