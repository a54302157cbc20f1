"""Which addresses are open to all, which to nobody, and which are safe to go to after signing in."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

__all__ = [
    "API",
    "CHANGE_FACTOR",
    "CHOOSE",
    "CODE",
    "ENROL",
    "LEAVE",
    "LISTEN",
    "PAGE_SHEET",
    "PRINT_SHEET",
    "SESSION_STATE",
    "SIGN_IN",
    "SIGN_ON",
    "SIGN_ON_BACK",
    "SIGN_OUT",
    "START_FORM",
    "STREAM",
    "UPLOAD_RECORDING",
    "asks_by_itself",
    "ends_sessions",
    "is_closed",
    "is_open_to_all",
    "is_plain_page",
    "is_static",
    "next_page",
    "page_uploaded_to",
]

SIGN_IN: Final = "/session/sign-in"
SIGN_OUT: Final = "/session/sign-out"
CODE: Final = "/session/code"
"""Where a sign-in that is half done goes on: with a code of the second factor."""

ENROL: Final = "/session/second-factor"
"""Where it goes on for somebody who must set a second factor up first."""

CHOOSE: Final = "/session/passphrase"
"""Where it goes on for somebody who was handed a passphrase: with the choice of an own one."""

LEAVE: Final = "/session/leave"
"""Where a sign-in that is half done is given up."""

CHANGE_FACTOR: Final = "/session/change-second-factor"
SIGN_ON: Final = "/session/sign-on"
SIGN_ON_BACK: Final = "/session/sign-on/back"
"""Where the provider of the single sign-on sends people back to."""

SESSION_STATE: Final = "/session/state"
"""Where an open page asks by itself how long its session lasts: asking keeps nobody signed in."""

START_FORM: Final = "/session/hand-over"
"""Where a clinician's page posts the wish to turn this tablet into a client's form."""

PAGE_SHEET: Final = "/static/mendline/page.css"
PRINT_SHEET: Final = "/static/mendline/print.css"
"""What every page looks like, on a screen and on paper."""

UPLOAD_RECORDING: Final = "/api/recording"
"""Where a recording is sent: the one address of ours that takes a large body, as it arrives."""

LISTEN: Final = "/api/sound"
"""Where a recording is played from: a browser asks for it part by part."""

HEALTH: Final = "/healthz"

CODE_ENTRY: Final = "/k"
"""Where a client types six digits: as short as an address can be."""

OPEN_ADDRESSES: Final = frozenset({SIGN_IN, CODE, CHOOSE, ENROL, LEAVE, SIGN_ON, SIGN_ON_BACK, HEALTH, CODE_ENTRY})
STATIC: Final = "/static/"
HAND_OVER: Final = "/k/"
SESSION: Final = "/session/"
API: Final = "/api/"

STREAM: Final = "/_stcore/stream"
"""The one WebSocket: what a page of Streamlit's speaks through."""

UPLOAD_FILE: Final = "/_stcore/upload_file/"

CLOSED_ADDRESSES: Final = frozenset({
    "/_stcore/agent",
    "/_stcore/metrics",
    "/_stcore/script-health-check",
    "/app/static",
    "/auth/login",
    "/auth/logout",
    "/component",
    "/media",
    "/metrics",
    "/oauth2callback",
    "/readyz",
})  # fmt: skip
"""What Streamlit offers and nobody here needs: agents, metrics, a script run without a page, its own sign-in, parts of
the old kind. What operators ask: it has an address of its own, `mendline serve --operator-port`. And files in memory,
which Streamlit gives to whoever knows the address: every file of ours has a route that asks casework who is there."""

LONGEST_NEXT: Final = 512
"""[characters] Longer than any address of ours; what is longer was made by somebody else."""

NOT_A_PAGE: Final = (
    "/_stcore",
    "/session",
    "/k/",
    "/api",
    "/static",
    "/media",
    "/component",
    "/auth",
    "/oauth2callback",
)


def is_closed(path: str) -> bool:
    """Whether an address answers 404 to everybody, signed in or not."""
    plain = _plain(path)
    return any(plain == closed or plain.startswith(f"{closed}/") for closed in CLOSED_ADDRESSES)


def is_open_to_all(path: str) -> bool:
    """Whether an address answers without a session: sign-in, health, bundles, and the client's form."""
    if path != _plain(path):
        return False
    return path in OPEN_ADDRESSES or path.startswith((STATIC, HAND_OVER))


def is_static(path: str) -> bool:
    """Whether a bundle, font or style sheet is asked for: the same for everybody."""
    return path.startswith(STATIC)


def is_plain_page(path: str) -> bool:
    """Whether this is a page of ours without any inline script or style: sign-in, the client's form, and downloads."""
    return path == CODE_ENTRY or path.startswith((SESSION, HAND_OVER, API))


def page_uploaded_to(path: str) -> str | None:
    """Return the id of the open page to which a file is sent or from which it is taken; None when none is."""
    return path.removeprefix(UPLOAD_FILE).partition("/")[0] if path.startswith(UPLOAD_FILE) else None


def asks_by_itself(method: str, path: str) -> bool:
    """Whether a page asks for this without anybody touching it: it is no use of the session."""
    return method in {"GET", "HEAD"} and path == SESSION_STATE


def ends_sessions(method: str, path: str) -> bool:
    """Whether a request may end the session of the browser it comes from: signing out, handing the tablet over."""
    return method == "POST" and path.startswith(SESSION)


def next_page(asked: str) -> str:
    """Return where to go after signing in: `asked` when it is a page of this site, else the start page."""
    return asked if _is_page_of_ours(asked) else "/"


def _is_page_of_ours(asked: str) -> bool:
    if len(asked) > LONGEST_NEXT or not asked.isascii() or not asked.isprintable():
        return False
    if not asked.startswith("/") or asked.startswith("//") or "\\" in asked:
        return False
    path = urlsplit(asked).path
    return path == _plain(path) and not path.startswith(NOT_A_PAGE)


def _plain(path: str) -> str:
    """Resolve doubled slashes and dots, as some servers behind us might."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in {"", "."}:
            parts.append(part)
    slash = "/" if path.endswith("/") and parts else ""
    return "/" + "/".join(parts) + slash
