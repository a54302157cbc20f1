"""First layer: what every answer tells the browser to allow, and what to forget."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers, MutableHeaders

from dashboard.door.paths import is_plain_page

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["PLAIN_PAGE_POLICY", "SecurityHeaders", "companions", "content_policy"]

INLINE_SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)

PLAIN_PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'"
)
"""For pages of ours: nothing inline at all."""

ALWAYS: Final = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # not "no-referrer": with it browsers send "Origin: null" with our own forms
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
ONE_YEAR: Final = "max-age=31536000; includeSubDomains"


def content_policy(index_page: str) -> str:
    """Return the strictest content policy under which Streamlit's page still draws.

    The one inline script of its index page is allowed by its hash, computed from the installed file because it changes
    with releases. Inline styles must stay allowed: the whole page is unstyled without them.
    """
    hashes = " ".join(f"'sha256-{_sha256(script)}'" for script in INLINE_SCRIPT.findall(index_page))
    return (
        f"default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; media-src 'self'; font-src 'self' data:; connect-src 'self'; manifest-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    )


def companions(scheme: str) -> dict[str, str]:
    """Return the headers that go with the content policy on an answer over this scheme."""
    return ALWAYS | ({"strict-transport-security": ONE_YEAR} if scheme == "https" else {})


def _sha256(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


class SecurityHeaders:
    """Adds the content policy and its companions to every answer."""

    def __init__(self, app: ASGIApp, *, streamlit_policy: str) -> None:
        self.app = app
        self.streamlit_policy = streamlit_policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the head of its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._complete(scope, message)
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def _complete(self, scope: Scope, message: Message) -> None:
        headers = MutableHeaders(scope=message)
        for name, value in companions(scope["scheme"]).items():
            headers[name] = value
        headers["content-security-policy"] = (
            PLAIN_PAGE_POLICY if is_plain_page(scope["path"]) else self.streamlit_policy
        )
        if _must_be_forgotten(headers):
            headers["cache-control"] = "no-store"
        if scope["scheme"] == "https":
            _keep_from_clear(message)


def _keep_from_clear(message: Message) -> None:
    """Have browsers send no cookie in clear: Streamlit does not know of the TLS in front, and does not ask for it."""
    message["headers"] = [
        (name, value + b"; Secure") if name == b"set-cookie" and b"; secure" not in value.lower() else (name, value)
        for name, value in message["headers"]
    ]


def _must_be_forgotten(headers: Headers) -> bool:
    """Whether an answer says nothing about caching, or is a page: those must not come back by the Back button."""
    return "cache-control" not in headers or headers.get("content-type", "").startswith("text/html")
