"""The steps that are left of a sign-in: which page each has, how one gets there, and giving it up."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import anyio.to_thread
from starlette.responses import RedirectResponse
from starlette.routing import Route

from dashboard.access.cookie import forget_step, keep_session, keep_step, step_in
from dashboard.access.forms import fields_of
from dashboard.access.page import Markup, fill
from dashboard.clinic import current_clinic
from dashboard.door.paths import CHOOSE, CODE, ENROL, LEAVE, SIGN_IN, next_page
from fit.casework import access
from fit.casework.views import NextStep, SignInStep

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from fit.casework.views import HalfWay, SignedIn

__all__ = ["PAGE_OF", "go_on", "half_way_of", "lead_elsewhere", "leave_form", "problem_said", "routes"]

PAGE_OF: Final = {SignInStep.CODE: CODE, SignInStep.PASSPHRASE: CHOOSE, SignInStep.ENROL: ENROL}


def go_on(request: Request, done: SignedIn | NextStep, to: str) -> Response:
    """Lead to the page that was asked for with a session, or to what is left of the sign-in and then to that page."""
    if isinstance(done, NextStep):
        answer = RedirectResponse(_with_next(PAGE_OF[done.step], to), status_code=303)
        keep_step(request, answer, done)
    else:
        answer = RedirectResponse(to, status_code=303)
        keep_session(request, answer, done)
    return answer


async def half_way_of(request: Request) -> HalfWay | None:
    """Return what is left of the sign-in of this browser; None when nothing is."""
    return await anyio.to_thread.run_sync(access.half_way, current_clinic(), step_in(request))


def lead_elsewhere(half: HalfWay | None, to: str) -> Response:
    """Lead to what is asked for instead: another step, or beginning again."""
    return RedirectResponse(_with_next(SIGN_IN if half is None else PAGE_OF[half.step], to), status_code=303)


def leave_form(to: str) -> Markup:
    """Return the way out of a sign-in that is half done: every step has it."""
    return fill("leave.html", next=to)


def problem_said(text: str) -> Markup:
    """Return what was wrong, or nothing."""
    return fill("problem.html", text=text) if text else Markup()


async def leave(request: Request) -> Response:
    """Give a sign-in up: back to the page it began from, which asks for signing in where nobody is signed in."""
    to = next_page((await fields_of(request)).get("next", ""))
    await anyio.to_thread.run_sync(partial(access.leave_sign_in, current_clinic(), step_in(request)))
    answer = RedirectResponse(to, status_code=303)
    forget_step(request, answer)
    return answer


def _with_next(address: str, to: str) -> str:
    return address if to == "/" else f"{address}?next={quote(to, safe='/')}"


routes: Final = [Route(LEAVE, leave, methods=["POST"])]
