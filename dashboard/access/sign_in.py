"""The sign-in page, signing in, and signing out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import anyio
import anyio.to_thread
from starlette.responses import RedirectResponse
from starlette.routing import Route

from dashboard.access.browser import visitor
from dashboard.access.cookie import forget_session, forget_step
from dashboard.access.demo import demo_section
from dashboard.access.forms import fields_of
from dashboard.access.half_way import go_on
from dashboard.access.page import Markup, fill, framed, page
from dashboard.access.sign_on import sign_on_link, signed_out_page
from dashboard.clinic import current_clinic
from dashboard.door.identity import actor_in, address_in, token_in
from dashboard.door.paths import SIGN_IN, SIGN_OUT, next_page
from fit.casework import access
from fit.errors import SignInError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from fit.casework.views import NextStep, SignedIn

__all__ = ["routes", "sign_in_page"]

PASSPHRASES_AT_ONCE: Final = 2
"""Checking a passphrase takes 64 MiB and a core for a moment, on purpose; more at once would starve the pages."""

UNAUTHORIZED: Final = 401

_checking: list[anyio.CapacityLimiter] = []


async def show_sign_in(request: Request) -> Response:
    """Show the sign-in page, leading back to the page that was asked for."""
    return sign_in_page(next_page(request.query_params.get("next", "")))


async def sign_in(request: Request) -> Response:
    """Sign in with name and passphrase: on to the page asked for with a session, or to the step that is left."""
    fields = await fields_of(request)
    name, to = fields.get("name", ""), next_page(fields.get("next", ""))
    try:
        done = await _check(name, fields.get("passphrase", ""), visitor(request))
    except SignInError as error:
        return sign_in_page(to, name=name, problem=str(error), status=UNAUTHORIZED)
    await _end_session(request)
    return go_on(request, done, to)


async def show_sign_out(request: Request) -> Response:
    """Ask before signing out: a link alone must never end a session."""
    actor = actor_in(request.scope)
    return framed("Sign out?", fill("sign_out.html", name=actor.name if actor else ""))


async def sign_out(request: Request) -> Response:
    """End the session in the database and in the browser."""
    await _end_session(request)
    other = await anyio.to_thread.run_sync(signed_out_page)
    answer = RedirectResponse(SIGN_IN, status_code=303) if other is None else other
    forget_session(request, answer)
    forget_step(request, answer)
    return answer


async def _check(name: str, passphrase: str, visiting: Mapping[str, str]) -> SignedIn | NextStep:
    if not _checking:
        _checking.append(anyio.CapacityLimiter(PASSPHRASES_AT_ONCE))

    def check() -> SignedIn | NextStep:
        return access.sign_in(current_clinic(), name, passphrase, **visiting)

    return await anyio.to_thread.run_sync(check, limiter=_checking[0])


async def _end_session(request: Request) -> None:
    token, source = token_in(request.scope), address_in(request.scope)
    if token:
        await anyio.to_thread.run_sync(partial(access.sign_out, current_clinic(), token, source=source))


def sign_in_page(to: str, *, name: str = "", problem: str = "", status: int = 200) -> Response:
    """Return the sign-in page: empty, or with what was wrong."""
    return page(
        "sign_in.html",
        status=status,
        next=to,
        name=name,
        problem=fill("problem.html", text=problem) if problem else Markup(),
        sign_on=sign_on_link(to),
        demo=demo_section(to) if current_clinic().settings.demo else Markup(),
    )


routes: Final = [
    Route(SIGN_IN, show_sign_in, methods=["GET"]),
    Route(SIGN_IN, sign_in, methods=["POST"]),
    Route(SIGN_OUT, show_sign_out, methods=["GET"]),
    Route(SIGN_OUT, sign_out, methods=["POST"]),
]
