"""The session cookie: kept from scripts, from other sites, and from unencrypted connections where there are others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.door.identity import COOKIE

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from fit.casework.views import SignedIn

__all__ = ["forget_session", "keep_session"]


def keep_session(request: Request, response: Response, signed_in: SignedIn) -> None:
    """Give the browser its session; it ends with the browser, at the latest when the session does."""
    response.set_cookie(
        COOKIE,
        signed_in.token,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )


def forget_session(request: Request, response: Response) -> None:
    """Take the session from the browser. Ending it in the database is casework's part and comes first."""
    response.delete_cookie(COOKIE, path="/", secure=request.url.scheme == "https", httponly=True, samesite="strict")
