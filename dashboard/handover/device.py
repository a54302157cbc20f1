"""Which browser this is, for forms alone: a form belongs to the one that was given it, and leads back to its page."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, Final

from dashboard.door.cookies import forget, keep, value_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["DEVICE_COOKIE", "device_of", "keep_device", "keep_shared_case", "new_or_known_device", "shared_case_of"]

DEVICE_COOKIE: Final = "mendline_device"
SHARED_COOKIE: Final = "mendline_shared"
LONGEST: Final = 64
CASE: Final = re.compile(r"[0-9A-Za-z-]{1,40}")
WEEK_S: Final = 7 * 24 * 3600
"""Longer than a form can be open; the cookie names a browser, never a person."""


def device_of(request: Request) -> str:
    """Return the secret of this browser, or an empty text."""
    return value_of(request, DEVICE_COOKIE)[:LONGEST]


def new_or_known_device(request: Request) -> str:
    """Return the secret of this browser, a new one when it has none."""
    return device_of(request) or secrets.token_urlsafe(24)


def keep_device(request: Request, response: Response, device: str) -> None:
    """Give the browser its secret. It is sent too when a link in a message is followed, so not SameSite=Strict."""
    keep(request, response, DEVICE_COOKIE, device, max_age=WEEK_S, samesite="lax")


def shared_case_of(request: Request) -> str:
    """Return the couple, family or group from whose page this browser's last form began, or an empty text."""
    found = value_of(request, SHARED_COOKIE)
    return found if CASE.fullmatch(found) else ""


def keep_shared_case(request: Request, response: Response, case_id: str) -> None:
    """Keep from whose page a form began, or forget it: who takes the tablet back sits beside all of them."""
    if CASE.fullmatch(case_id):
        keep(request, response, SHARED_COOKIE, case_id, max_age=WEEK_S)
    elif value_of(request, SHARED_COOKIE):
        forget(request, response, SHARED_COOKIE)
