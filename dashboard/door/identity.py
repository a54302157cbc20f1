"""Who is behind a request, as the gate found it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers
from starlette.requests import cookie_parser

if TYPE_CHECKING:
    from starlette.types import Scope

    from fit.casework.actor import Actor

    HeaderPair = tuple[bytes, bytes]

__all__ = [
    "COOKIE",
    "actor_in",
    "address_in",
    "as_seen_by_streamlit",
    "remember",
    "token_in",
    "without_claims",
]

COOKIE: Final = "mendline_session"
CLAIM_PREFIXES: Final = (b"x-mendline-", b"x_mendline_")
ACTOR_KEY: Final = "mendline.actor"


def token_in(scope: Scope) -> str:
    """Return the session token of the cookie, or an empty text."""
    return cookie_parser(Headers(scope=scope).get("cookie", "")).get(COOKIE, "")


def actor_in(scope: Scope) -> Actor | None:
    """Return who the gate found behind this request; routes under /session/ and /api/ ask this."""
    actor: Actor | None = scope.get(ACTOR_KEY)
    return actor


def address_in(scope: Scope) -> str:
    """Return the network address the request came from."""
    client = scope.get("client")
    return str(client[0]) if client else "unknown"


def remember(scope: Scope, actor: Actor) -> None:
    """Note who is behind a request, for our own routes and, as headers, for Streamlit."""
    scope[ACTOR_KEY] = actor
    scope["headers"] = [*scope["headers"], *as_seen_by_streamlit(actor, token_in(scope))]


def without_claims(headers: list[HeaderPair]) -> list[HeaderPair]:
    """Drop identity headers that the client sent itself."""
    return [(name, value) for name, value in headers if not name.lower().startswith(CLAIM_PREFIXES)]


def as_seen_by_streamlit(actor: Actor, token: str) -> list[HeaderPair]:
    """Return the identity headers that Streamlit compares when a page reconnects.

    The session is part of it, so that signing in again as somebody else never continues an earlier page.
    """
    session = hashlib.sha256(token.encode()).hexdigest()
    claims = {"user": actor.user_id, "clinic": actor.clinic_id, "role": actor.role.value, "session": session}
    return [(f"x-mendline-{name}".encode(), value.encode("ascii")) for name, value in claims.items()]
