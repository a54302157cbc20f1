"""Single sign-on: to the clinic's provider, and back. What must be remembered meanwhile is sealed in a cookie."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import anyio.to_thread
from starlette.responses import RedirectResponse
from starlette.routing import Route

from dashboard.access.browser import visitor
from dashboard.access.cookie import keep_session, keep_step
from dashboard.access.half_way import PAGE_OF
from dashboard.access.oidc import Begun, begin, end_session_address, finish
from dashboard.access.page import Markup, fill, framed
from dashboard.clinic import current_clinic
from dashboard.door.cookies import forget, keep, value_of
from dashboard.door.identity import address_in
from dashboard.door.paths import SIGN_IN, SIGN_ON, SIGN_ON_BACK, next_page
from fit.casework import access
from fit.casework.sealing import opened_seal, sealed
from fit.casework.views import NextStep
from fit.errors import SignInError, StoreError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from fit.casework.settings import SignOn
    from fit.casework.views import SignedIn

__all__ = ["name_of", "routes", "sign_on_link", "signed_out_page"]

COOKIE: Final = "mendline_sign_on"
LASTS_S: Final = 600
BY_ONESELF: Final = frozenset({"none", "same-origin"})
"""Typed, kept as a bookmark, or from a page of ours: nobody is signed in because another site led them here."""
BY_A_LINK: Final = "You came here by a link on another site. Begin here: nobody is signed in without their own doing."
BELONGS_TO: Final = "single sign-on that was begun"


def name_of(sign_on: SignOn) -> str:
    """Return how people call the provider."""
    return sign_on.name or "single sign-on"


def sign_on_link(to: str) -> Markup:
    """Return the way to the provider for the sign-in page; empty when none is set up."""
    sign_on = current_clinic().settings.sign_on
    return Markup() if sign_on is None else fill("sign_on_link.html", next=quote(to, safe="/"), name=name_of(sign_on))


async def go(request: Request) -> Response:
    """Send the browser to the provider."""
    sign_on, to = current_clinic().settings.sign_on, next_page(request.query_params.get("next", ""))
    if sign_on is None:
        return RedirectResponse(SIGN_IN, status_code=303)
    if request.headers.get("sec-fetch-site", "none") not in BY_ONESELF:
        return _refused(request, BY_A_LINK, to=to, status=403)
    try:
        begun = await anyio.to_thread.run_sync(begin, sign_on, _back(request))
    except SignInError as error:
        return _refused(request, str(error))
    answer = RedirectResponse(begun.address, status_code=303)
    kept = json.dumps(asdict(begun) | {"address": "", "next": to, "at": time.time()})
    value = sealed(current_clinic().settings, kept, belongs_to=BELONGS_TO)
    # lax, not strict: the browser comes back from another site, and only its own cookie shows that it went from here
    keep(request, answer, COOKIE, value, max_age=LASTS_S, samesite="lax")
    return answer


async def come_back(request: Request) -> Response:
    """Sign in whom the provider has identified."""
    sign_on, kept = current_clinic().settings.sign_on, _kept(request)
    if sign_on is None or kept is None:
        return _refused(request, "This sign-in took too long, or was begun in another browser. Begin again.")
    begun, to = kept
    try:
        proven = await anyio.to_thread.run_sync(finish, sign_on, _back(request), request.query_params, begun)
    except SignInError as error:
        note = partial(access.note_broken_sign_on, current_clinic(), source=address_in(request.scope))
        await anyio.to_thread.run_sync(note)
        return _refused(request, str(error))
    try:
        sign_in = partial(access.sign_in_elsewhere, current_clinic(), proven, **visitor(request))
        done = await anyio.to_thread.run_sync(sign_in)
    except SignInError as error:
        return _refused(request, str(error))
    return _onward(request, done, to)


def _onward(request: Request, done: SignedIn | NextStep, to: str) -> Response:
    """Go on by a page of ours: a redirect that began at another site would not bring our strict cookies along."""
    there = f"{PAGE_OF[done.step]}?next={quote(to, safe='/')}" if isinstance(done, NextStep) else to
    head = fill("onward_head.html", next=there)
    answer = framed("Welcome", fill("onward.html", next=there), head=head)
    if isinstance(done, NextStep):
        keep_step(request, answer, done)
    else:
        keep_session(request, answer, done)
    forget(request, answer, COOKIE, samesite="lax")
    return answer


def signed_out_page() -> Response | None:
    """Return the page after signing out that leads on to the provider; None when it has no such page."""
    sign_on = current_clinic().settings.sign_on
    there = end_session_address(sign_on) if sign_on is not None else ""
    if sign_on is None or not there:
        return None
    asked = f"{there}{'&' if '?' in there else '?'}client_id={quote(sign_on.client_id, safe='')}"
    body = fill("signed_out.html", name=name_of(sign_on), there=asked)
    return framed("You are signed out", body)


def _back(request: Request) -> str:
    base = current_clinic().settings.address or f"{request.url.scheme}://{request.url.netloc}"
    return f"{base}{SIGN_ON_BACK}"


def _kept(request: Request) -> tuple[Begun, str] | None:
    try:
        found = json.loads(opened_seal(current_clinic().settings, value_of(request, COOKIE), belongs_to=BELONGS_TO))
    except (StoreError, ValueError):
        return None
    if time.time() - found.pop("at") > LASTS_S:
        return None
    to = next_page(found.pop("next"))
    return Begun(**found), to


def _refused(request: Request, why: str, *, to: str = "/", status: int = 401) -> Response:
    from dashboard.access.sign_in import sign_in_page

    answer = sign_in_page(to, problem=why, status=status)
    forget(request, answer, COOKIE, samesite="lax")
    return answer


routes: Final = [
    Route(SIGN_ON, go, methods=["GET"]),
    Route(SIGN_ON_BACK, come_back, methods=["GET"]),
]
