"""Choosing a passphrase in the place of the one that was handed over: nothing else opens before. A plain page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import anyio.to_thread
from starlette.routing import Route

from dashboard.access.browser import visitor
from dashboard.access.cookie import step_in
from dashboard.access.forms import fields_of
from dashboard.access.half_way import go_on, half_way_of, lead_elsewhere, leave_form, problem_said
from dashboard.access.page import fill, framed
from dashboard.clinic import current_clinic
from dashboard.door.paths import CHOOSE, next_page
from fit.casework import access
from fit.casework.views import SignInStep
from fit.errors import InputError, SignInError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["routes"]

UNPROCESSABLE: Final = 422
NOT_THE_SAME: Final = "The two are not the same. Type the new passphrase twice."


async def show(request: Request) -> Response:
    """Ask for an own passphrase."""
    to, half = next_page(request.query_params.get("next", "")), await half_way_of(request)
    if half is None or half.step is not SignInStep.PASSPHRASE:
        return lead_elsewhere(half, to)
    return _page(half.sign_in_name, to)


async def take(request: Request) -> Response:
    """Put it in force, and go on signing in."""
    fields = await fields_of(request)
    to, half = next_page(fields.get("next", "")), await half_way_of(request)
    if half is None or half.step is not SignInStep.PASSPHRASE:
        return lead_elsewhere(half, to)
    new = fields.get("passphrase", "")
    if new != fields.get("again", ""):
        return _page(half.sign_in_name, to, problem=NOT_THE_SAME)
    choose = partial(access.choose_passphrase, current_clinic(), step_in(request), new, **visitor(request))
    try:
        done = await anyio.to_thread.run_sync(choose)
    except InputError as error:
        return _page(half.sign_in_name, to, problem=str(error))
    except SignInError:
        return lead_elsewhere(None, to)
    return go_on(request, done, to)


def _page(name: str, to: str, *, problem: str = "") -> Response:
    # the name in a field of its own: by it a password manager knows whose passphrase it keeps
    body = fill("choose.html", next=to, name=name, problem=problem_said(problem), leave=leave_form(to))
    return framed("Choose your passphrase", body, status=UNPROCESSABLE if problem else 200)


routes: Final = [
    Route(CHOOSE, show, methods=["GET"]),
    Route(CHOOSE, take, methods=["POST"]),
]
