"""The sign-in page, signing in, and signing out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import anyio
import anyio.to_thread
from starlette.responses import RedirectResponse
from starlette.routing import Route

from dashboard.access.cookie import forget_session, keep_session
from dashboard.access.demo import demo_section
from dashboard.access.forms import fields_of
from dashboard.access.page import Markup, fill, page
from dashboard.clinic import current_clinic
from dashboard.door.identity import actor_in, address_in, token_in
from dashboard.door.paths import SIGN_IN, SIGN_OUT, next_page
from fit.casework import access
from fit.errors import SignInError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from fit.casework.views import SignedIn

__all__ = ["routes"]

PASSPHRASES_AT_ONCE: Final = 2
"""Checking a passphrase takes 64 MiB and a core for a moment, on purpose; more at once would starve the pages."""

UNAUTHORIZED: Final = 401

_checking: list[anyio.CapacityLimiter] = []


async def show_sign_in(request: Request) -> Response:
    """Show the sign-in page, leading back to the page that was asked for."""
    return _sign_in_page(next_page(request.query_params.get("next", "")))


async def sign_in(request: Request) -> Response:
    """Sign in with name and passphrase; start a session in the cookie and go to the page asked for."""
    fields = await fields_of(request)
    name, to = fields.get("name", ""), next_page(fields.get("next", ""))
    try:
        signed_in = await _check(name, fields.get("passphrase", ""), address_in(request.scope))
    except SignInError as error:
        return _sign_in_page(to, name=name, problem=str(error), status=UNAUTHORIZED)
    await _end_session(token_in(request.scope))
    answer = RedirectResponse(to, status_code=303)
    keep_session(request, answer, signed_in)
    return answer


async def show_sign_out(request: Request) -> Response:
    """Ask before signing out: a link alone must never end a session."""
    actor = actor_in(request.scope)
    return page("sign_out.html", name=actor.name if actor else "")


async def sign_out(request: Request) -> Response:
    """End the session in the database and in the browser."""
    await _end_session(token_in(request.scope))
    answer = RedirectResponse(SIGN_IN, status_code=303)
    forget_session(request, answer)
    return answer


async def _check(name: str, passphrase: str, source: str) -> SignedIn:
    if not _checking:
        _checking.append(anyio.CapacityLimiter(PASSPHRASES_AT_ONCE))

    def check() -> SignedIn:
        return access.sign_in(current_clinic(), name, passphrase, source=source)

    return await anyio.to_thread.run_sync(check, limiter=_checking[0])


async def _end_session(token: str) -> None:
    if token:
        await anyio.to_thread.run_sync(access.sign_out, current_clinic(), token)


def _sign_in_page(to: str, *, name: str = "", problem: str = "", status: int = 200) -> Response:
    return page(
        "sign_in.html",
        status=status,
        next=to,
        name=name,
        problem=fill("problem.html", text=problem) if problem else Markup(),
        demo=demo_section(to) if current_clinic().settings.demo else Markup(),
    )


routes: Final = [
    Route(SIGN_IN, show_sign_in, methods=["GET"]),
    Route(SIGN_IN, sign_in, methods=["POST"]),
    Route(SIGN_OUT, show_sign_out, methods=["GET"]),
    Route(SIGN_OUT, sign_out, methods=["POST"]),
]
