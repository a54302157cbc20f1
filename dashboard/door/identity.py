"""Who is behind a request, as the gate found it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers
from starlette.requests import cookie_parser

from dashboard.door.cookies import HOST_PREFIX, name_over

if TYPE_CHECKING:
    from starlette.types import Scope

    from fit.casework.actor import Actor

    HeaderPair = tuple[bytes, bytes]

__all__ = [
    "COOKIE",
    "HOST_COOKIE",
    "SOURCE_HEADER",
    "actor_in",
    "address_in",
    "as_seen_by_streamlit",
    "remember",
    "session_mark",
    "token_in",
    "without_claims",
]

COOKIE: Final = "mendline_session"
HOST_COOKIE: Final = f"{HOST_PREFIX}{COOKIE}"
"""Its name where the connection is encrypted."""
CLAIM_PREFIXES: Final = (b"x-mendline-", b"x_mendline_")
SOURCE_HEADER: Final = "x-mendline-source"
"""The address a page was opened from, for the audit; what a client claims in it is dropped with all other claims."""
ACTOR_KEY: Final = "mendline.actor"


def token_in(scope: Scope) -> str:
    """Return the session token of the cookie, or an empty text: also when there are two, as one of them is planted."""
    name = name_over(scope["scheme"], COOKIE)
    crumbs = [crumb for line in Headers(scope=scope).getlist("cookie") for crumb in line.split(";")]
    found = [cookie_parser(crumb) for crumb in crumbs if crumb.partition("=")[0].strip() == name]
    return found[0].get(name, "") if len(found) == 1 else ""


def session_mark(token: str) -> str:
    """Return by what a session is told apart in a page, without the token itself."""
    return hashlib.sha256(token.encode()).hexdigest()


def actor_in(scope: Scope) -> Actor | None:
    """Return who the gate found behind this request; routes under /session/ and /api/ ask this."""
    actor: Actor | None = scope.get(ACTOR_KEY)
    return actor


def address_in(scope: Scope) -> str:
    """Return the network address the request came from."""
    client = scope.get("client")
    return str(client[0]) if client else "unknown"


def remember(scope: Scope, actor: Actor) -> None:
    """Note who is behind a request and where it comes from, for our own routes and, as headers, for Streamlit."""
    source = address_in(scope)
    scope[ACTOR_KEY] = replace(actor, source=source)
    told = (SOURCE_HEADER.encode(), source.encode("ascii", "replace"))
    scope["headers"] = [*scope["headers"], *as_seen_by_streamlit(actor, token_in(scope)), told]


def without_claims(headers: list[HeaderPair]) -> list[HeaderPair]:
    """Drop identity headers that the client sent itself."""
    return [(name, value) for name, value in headers if not name.lower().startswith(CLAIM_PREFIXES)]


def as_seen_by_streamlit(actor: Actor, token: str) -> list[HeaderPair]:
    """Return the identity headers that Streamlit compares when a page reconnects.

    The session is part of it, so that signing in again as somebody else never continues an earlier page.
    """
    claims = {"user": actor.user_id, "clinic": actor.clinic_id, "role": actor.role.value}
    claims["session"] = session_mark(token)
    return [(f"x-mendline-{name}".encode(), value.encode("ascii")) for name, value in claims.items()]
