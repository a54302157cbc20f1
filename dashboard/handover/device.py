"""Which browser this is, for forms alone: a form belongs to the one that was given it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["DEVICE_COOKIE", "device_of", "keep_device", "new_or_known_device"]

DEVICE_COOKIE: Final = "mendline_device"
LONGEST: Final = 64
WEEK_S: Final = 7 * 24 * 3600
"""Longer than a form can be open; the cookie names a browser, never a person."""


def device_of(request: Request) -> str:
    """Return the secret of this browser, or an empty text."""
    return request.cookies.get(DEVICE_COOKIE, "")[:LONGEST]


def new_or_known_device(request: Request) -> str:
    """Return the secret of this browser, a new one when it has none."""
    return device_of(request) or secrets.token_urlsafe(24)


def keep_device(request: Request, response: Response, device: str) -> None:
    """Give the browser its secret. It is sent too when a link in a message is followed, so not SameSite=Strict."""
    response.set_cookie(
        DEVICE_COOKIE,
        device,
        max_age=WEEK_S,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
