"""Fifth layer: Streamlit's one HTML page, in the reader's language and under our name.

Streamlit has a fixed `<html lang="en">`; screen readers and right-to-left scripts need the true one. The page is also
told about our style sheets, which would else be sent with every look, and about the chart's script, its biggest one,
which it would find out about only when the first chart is drawn.
"""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser

from dashboard.door.paths import PAGE_SHEET, PRINT_SHEET, is_plain_page
from dashboard.locale import FALLBACK, languages, spoken

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["LANGUAGE_COOKIE", "Language", "in_language"]

LANGUAGE_COOKIE: Final = "mendline_language"
CLIENT_PAGE: Final = "/client"
GZIP: Final = "gzip"
"""How Streamlit sends the page to a browser that opens an address other than the first."""

AGENT_LINK: Final = re.compile(rb'<!--[^<>]*?agent API(?s:.*?)-->\s*<link rel="service-desc"[^>]*>\s*')
NO_SCRIPT: Final = re.compile(rb"<noscript>.*?</noscript>", re.DOTALL)
SCRIPTS: Final = b"".join(
    f'<script src="/static/mendline/{name}.js" defer></script>'.encode() for name in ("idle", "connection")
)
"""Cover a page whose session is over, also one that nobody touches; say when the server does not answer."""
SHEETS: Final = "".join(f'<link rel="stylesheet" href="{sheet}">' for sheet in (PAGE_SHEET, PRINT_SHEET)).encode()
"""After what Streamlit puts into the head, before what a page brings along: of two rules the later one counts."""
ICON: Final = (b'href="./favicon.png"', b'href="/static/mendline/mark.svg"')
OUR_NO_SCRIPT: Final = b"<noscript><p>Mendline needs JavaScript. Please allow it for this address.</p></noscript>"


class Language:
    """Rewrites the index page on its way out; everything else passes as it is."""

    def __init__(self, app: ASGIApp, *, chart: str = "") -> None:
        self.app = app
        self.chart = chart

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; hold an HTML answer until it is whole, and send it rewritten."""
        if scope["type"] != "http" or is_plain_page(scope["path"]):
            await self.app(scope, receive, send)
            return
        rewriter = _Rewriter(send, _language_of(scope), _ahead(self.chart, scope["path"]))
        await self.app(scope, receive, rewriter.send)


class _Rewriter:
    def __init__(self, send: Send, language: str, ahead: bytes) -> None:
        self.inner_send, self.language, self.ahead = send, language, ahead
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
        headers = MutableHeaders(scope=head)
        # a HEAD request has a length but no body
        page = self._rewritten(compressed=headers.get("content-encoding") == GZIP) if self.body else b""
        headers["content-length"] = str(len(page))
        for validator in ("etag", "last-modified"):
            del headers[validator]
        await self.inner_send(head)
        await self.inner_send({"type": "http.response.body", "body": page})

    def _rewritten(self, *, compressed: bool) -> bytes:
        if not compressed:
            return in_language(self.body, self.language, self.ahead)
        page = in_language(gzip.decompress(self.body), self.language, self.ahead)
        return gzip.compress(page, mtime=0)


def in_language(page: bytes, language: str, ahead: bytes = b"") -> bytes:
    """Return the index page with its language, our title, sign and looks, what to fetch ahead, nothing about agents."""
    known = languages()[spoken(language)]
    page = page.replace(b'<html lang="en">', f'<html lang="{known.code}" dir="{known.direction}">'.encode(), 1)
    page = page.replace(b"<title>Streamlit</title>", b"<title>Mendline</title>" + ahead, 1)
    page = page.replace(b"<body>", b"<body>" + SHEETS, 1).replace(*ICON, 1)
    return NO_SCRIPT.sub(OUR_NO_SCRIPT, AGENT_LINK.sub(b"", page))


def _ahead(chart: str, path: str) -> bytes:
    """Watch over session and connection; fetch the chart's script at once where one is asked for, else in idle time."""
    if not chart:
        return SCRIPTS
    how = "modulepreload" if path == CLIENT_PAGE else "prefetch"
    return SCRIPTS + f'<link rel="{how}" crossorigin href="{chart}">'.encode()


def _language_of(scope: Scope) -> str:
    return cookie_parser(Headers(scope=scope).get("cookie", "")).get(LANGUAGE_COOKIE, FALLBACK)


def _is_page(message: Message) -> bool:
    headers = Headers(raw=message["headers"])
    readable = headers.get("content-encoding", GZIP) == GZIP
    return headers.get("content-type", "").startswith("text/html") and readable
