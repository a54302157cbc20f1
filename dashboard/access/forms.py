"""Reading the small forms of plain pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["fields_of", "lists_of"]

FORM: Final = "application/x-www-form-urlencoded"
MOST_FIELDS: Final = 20


async def fields_of(request: Request) -> dict[str, str]:
    """Return the fields of a posted form, the last of each name; nothing when the body is no form."""
    return {name: values[-1] for name, values in (await lists_of(request)).items()}


async def lists_of(request: Request) -> dict[str, list[str]]:
    """Return the fields of a posted form, all of each name in their order; nothing when the body is no form."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        return {}
    body = await request.body()
    try:
        return parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}
