"""Fifth layer: Streamlit's one HTML page, in the reader's language and under our name.

Streamlit has a fixed `<html lang="en">`; screen readers and right-to-left scripts need the true one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser

from dashboard.door.paths import is_plain_page
from dashboard.locale import FALLBACK, languages, spoken

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["LANGUAGE_COOKIE", "Language", "in_language"]

LANGUAGE_COOKIE: Final = "mendline_language"

AGENT_LINK: Final = re.compile(rb'<!--[^<>]*?agent API(?s:.*?)-->\s*<link rel="service-desc"[^>]*>\s*')
NO_SCRIPT: Final = re.compile(rb"<noscript>.*?</noscript>", re.DOTALL)
OUR_NO_SCRIPT: Final = b"<noscript><p>Mendline needs JavaScript. Please allow it for this address.</p></noscript>"


class Language:
    """Rewrites the index page on its way out; everything else passes as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; hold an HTML answer until it is whole, and send it rewritten."""
        if scope["type"] != "http" or is_plain_page(scope["path"]):
            await self.app(scope, receive, send)
            return
        rewriter = _Rewriter(send, _language_of(scope))
        await self.app(scope, receive, rewriter.send)


class _Rewriter:
    def __init__(self, send: Send, language: str) -> None:
        self.inner_send, self.language = send, language
        self.head: Message | None = None
        self.body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_page(message):
            self.head = message
        elif self.head is None:
            await self.inner_send(message)
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._send_whole(self.head)

    async def _send_whole(self, head: Message) -> None:
        # a HEAD request has a length but no body
        page = in_language(self.body, self.language) if self.body else b""
        headers = MutableHeaders(scope=head)
        headers["content-length"] = str(len(page))
        for validator in ("etag", "last-modified"):
            del headers[validator]
        await self.inner_send(head)
        await self.inner_send({"type": "http.response.body", "body": page})


def in_language(page: bytes, language: str) -> bytes:
    """Return the index page with its language and direction, our title, and nothing about agents."""
    known = languages()[spoken(language)]
    page = page.replace(b'<html lang="en">', f'<html lang="{known.code}" dir="{known.direction}">'.encode(), 1)
    page = page.replace(b"<title>Streamlit</title>", b"<title>Mendline</title>", 1)
    return NO_SCRIPT.sub(OUR_NO_SCRIPT, AGENT_LINK.sub(b"", page))


def _language_of(scope: Scope) -> str:
    return cookie_parser(Headers(scope=scope).get("cookie", "")).get(LANGUAGE_COOKIE, FALLBACK)


def _is_page(message: Message) -> bool:
    headers = Headers(raw=message["headers"])
    return headers.get("content-type", "").startswith("text/html") and "content-encoding" not in headers
