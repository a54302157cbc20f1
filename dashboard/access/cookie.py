"""Cookies of signing in: kept from scripts, from other sites, and from connections in clear where there are others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dashboard.access.browser import KNOWN_COOKIE
from dashboard.door.cookies import forget, keep, value_of
from dashboard.door.identity import COOKIE

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from fit.casework.views import NextStep, SignedIn

__all__ = ["forget_session", "forget_step", "keep_session", "keep_step", "step_in"]

STEP_COOKIE: Final = "mendline_step"
STEP_S: Final = 600
"""[s] As long as a sign-in may take; its ticket ends in the database too."""
KNOWN_S: Final = 180 * 24 * 3600


def keep_session(request: Request, response: Response, signed_in: SignedIn) -> None:
    """Give the browser its session; it ends with the browser, at the latest when the session does."""
    keep(request, response, COOKIE, signed_in.token)
    if signed_in.known:
        keep(request, response, KNOWN_COOKIE, signed_in.known, max_age=KNOWN_S)
    forget_step(request, response)


def forget_session(request: Request, response: Response) -> None:
    """Take the session from the browser. Ending it in the database is casework's part and comes first."""
    forget(request, response, COOKIE)


def keep_step(request: Request, response: Response, step: NextStep) -> None:
    """Give the browser the ticket of a sign-in that is half done: it opens nothing but the next step."""
    keep(request, response, STEP_COOKIE, step.token, max_age=STEP_S)


def forget_step(request: Request, response: Response) -> None:
    """Take the ticket from the browser."""
    forget(request, response, STEP_COOKIE)


def step_in(request: Request) -> str:
    """Return the ticket of the browser, or an empty text."""
    return value_of(request, STEP_COOKIE)
