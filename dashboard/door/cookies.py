"""How every cookie of ours is given, read and taken back: one place, so that none is less guarded than the others.

Over TLS each bears the name `__Host-...`: browsers take that name only from this very host, over TLS, for all of it, so
that no neighbour under the same domain can plant one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["HOST_PREFIX", "forget", "keep", "name_over", "value_of"]

HOST_PREFIX: Final = "__Host-"
ENCRYPTED: Final = frozenset({"https", "wss"})


def name_over(scheme: str, name: str) -> str:
    """Return under which name a browser keeps this cookie of a connection of this scheme."""
    return f"{HOST_PREFIX}{name}" if scheme in ENCRYPTED else name


def value_of(request: Request, name: str) -> str:
    """Return what the browser keeps under this name, or an empty text."""
    return request.cookies.get(name_over(request.url.scheme, name), "")


def keep(
    request: Request,
    response: Response,
    name: str,
    value: str,
    *,
    max_age: int | None = None,
    samesite: Literal["strict", "lax"] = "strict",
) -> None:
    """Give the browser a cookie that no script reads; without `max_age` [s] it ends with the browser."""
    response.set_cookie(
        name_over(request.url.scheme, name),
        value,
        max_age=max_age,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite=samesite,
    )


def forget(request: Request, response: Response, name: str, *, samesite: Literal["strict", "lax"] = "strict") -> None:
    """Take a cookie from the browser."""
    scheme = request.url.scheme
    response.delete_cookie(
        name_over(scheme, name), path="/", secure=scheme == "https", httponly=True, samesite=samesite
    )
