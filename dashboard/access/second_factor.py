"""The second half of signing in: giving a code, and setting a second factor up. Plain pages, no script needed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import anyio.to_thread
import segno
from starlette.responses import RedirectResponse
from starlette.routing import Route

from dashboard.access.browser import visitor
from dashboard.access.cookie import keep_session, step_in
from dashboard.access.forms import fields_of
from dashboard.access.half_way import go_on, half_way_of, lead_elsewhere, leave_form, problem_said
from dashboard.access.page import Markup, fill, framed
from dashboard.clinic import current_clinic
from dashboard.door.identity import actor_in, address_in
from dashboard.door.paths import CHANGE_FACTOR, CODE, ENROL, SIGN_IN, next_page
from fit.casework import access
from fit.casework.views import SignInStep
from fit.errors import SignInError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["routes"]

UNAUTHORIZED: Final = 401
FORBIDDEN: Final = 403
REQUIRED: Final = "In your role it is needed: set it up now, then go on."
CHANGED: Final = "Set up the device that makes codes for you from now on."
QR_LOOK: Final[dict[str, Any]] = {"scale": 6, "border": 4, "dark": "#1f2a2e", "light": "#ffffff"}


async def show_code(request: Request) -> Response:
    """Ask for a code of the second factor."""
    to = next_page(request.query_params.get("next", ""))
    half = await half_way_of(request)
    if half is None or half.step is not SignInStep.CODE:
        return lead_elsewhere(half, to)
    return _code_page(to)


async def take_code(request: Request) -> Response:
    """Finish signing in with a code, or a recovery code."""
    fields = await fields_of(request)
    to, half = next_page(fields.get("next", "")), await half_way_of(request)
    if half is None or half.step is not SignInStep.CODE:
        return lead_elsewhere(half, to)
    give = partial(access.give_code, current_clinic(), step_in(request), fields.get("code", ""), **visitor(request))
    try:
        done = await anyio.to_thread.run_sync(give)
    except SignInError as error:
        return _code_page(to, problem=str(error), status=UNAUTHORIZED)
    return go_on(request, done, to)


async def show_enrolment(request: Request) -> Response:
    """Show the picture to scan and ask for its first code."""
    to = next_page(request.query_params.get("next", ""))
    half = await half_way_of(request)
    if half is None or half.step is not SignInStep.ENROL:
        return lead_elsewhere(half, to)
    return await _enrolment_page(request, to)


async def take_enrolment(request: Request) -> Response:
    """Put the second factor in force with its first code, and show the recovery codes this once."""
    fields = await fields_of(request)
    to, half = next_page(fields.get("next", "")), await half_way_of(request)
    if half is None or half.step is not SignInStep.ENROL:
        return lead_elsewhere(half, to)
    code = fields.get("code", "")
    confirm = partial(access.confirm_enrolment, current_clinic(), step_in(request), code, **visitor(request))
    try:
        enrolled = await anyio.to_thread.run_sync(confirm)
    except SignInError as error:
        return await _enrolment_page(request, to, problem=str(error), status=UNAUTHORIZED)
    codes = Markup("".join(fill("recovery_code.html", code=code) for code in enrolled.codes))
    body = fill("codes.html", codes=codes, next=to)
    answer = framed("Your recovery codes", body, head=fill("print_script.html"))
    keep_session(request, answer, enrolled.signed_in)
    return answer


async def show_change(request: Request) -> Response:
    """Ask for the passphrase before the second factor is set up, or another one in its place."""
    return await _change_page(request)


async def take_change(request: Request) -> Response:
    """Begin to set up one's own second factor."""
    fields, actor = await fields_of(request), actor_in(request.scope)
    if actor is None:
        return RedirectResponse(SIGN_IN, status_code=303)
    given = (fields.get("passphrase", ""), fields.get("code", ""))
    ask = partial(access.ask_enrolment, current_clinic(), actor, *given, source=address_in(request.scope))
    try:
        step = await anyio.to_thread.run_sync(ask)
    except SignInError as error:
        return await _change_page(request, problem=str(error), status=FORBIDDEN)
    return go_on(request, step, "/account")


def _code_page(to: str, *, problem: str = "", status: int = 200) -> Response:
    body = fill("code.html", next=to, problem=problem_said(problem), leave=leave_form(to))
    return framed("One more step", body, status=status)


async def _enrolment_page(request: Request, to: str, *, problem: str = "", status: int = 200) -> Response:
    try:
        enrolment = await anyio.to_thread.run_sync(access.begin_enrolment, current_clinic(), step_in(request))
    except SignInError:
        return lead_elsewhere(None, to)
    body = fill(
        "enrol.html",
        next=to,
        why=CHANGED if to == "/account" else REQUIRED,
        problem=problem_said(problem),
        leave=leave_form(to),
        picture=segno.make(enrolment.address, micro=False).svg_data_uri(**QR_LOOK),
        secret=" ".join(enrolment.secret[place : place + 4] for place in range(0, len(enrolment.secret), 4)),
    )
    return framed("Set up a second factor", body, status=status)


async def _change_page(request: Request, *, problem: str = "", status: int = 200) -> Response:
    actor = actor_in(request.scope)
    if actor is None:
        return RedirectResponse(SIGN_IN, status_code=303)
    account = await anyio.to_thread.run_sync(access.open_account, current_clinic(), actor)
    has = account.has_second_factor
    lead = (
        "Another device takes the place of the one you have now. The recovery codes are new as well."
        if has
        else "Signing in will ask for a code from your own device besides your passphrase."
    )
    code = fill("change_factor_code.html") if has else Markup()
    body = fill("change_factor.html", lead=lead, problem=problem_said(problem), code=code)
    title = "Change your second factor" if has else "Set up a second factor"
    return framed(title, body, status=status)


routes: Final = [
    Route(CODE, show_code, methods=["GET"]),
    Route(CODE, take_code, methods=["POST"]),
    Route(ENROL, show_enrolment, methods=["GET"]),
    Route(ENROL, take_enrolment, methods=["POST"]),
    Route(CHANGE_FACTOR, show_change, methods=["GET"]),
    Route(CHANGE_FACTOR, take_change, methods=["POST"]),
]
