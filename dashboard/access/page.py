"""Plain pages of ours, filled from a template beside this file; whatever is filled in is escaped."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from string import Template

from starlette.responses import HTMLResponse

__all__ = ["Markup", "fill", "framed", "page"]

FOLDER = Path(__file__).parent


class Markup(str):
    """Text that is HTML already, made by `fill`."""

    __slots__ = ()


def fill(template: str, **values: str) -> Markup:
    """Fill `template` (a file beside this one); every value that is not `Markup` is escaped."""
    safe = {name: value if isinstance(value, Markup) else escape(value) for name, value in values.items()}
    return Markup(_template(template).substitute(safe))


def page(template: str, *, status: int = 200, **values: str) -> HTMLResponse:
    """Return a filled page as an answer."""
    return HTMLResponse(fill(template, **values), status_code=status)


def framed(title: str, body: Markup, *, head: Markup = Markup(), status: int = 200) -> HTMLResponse:  # noqa: B008  a text
    """Return a page of one card: its title, which is its heading too, and what stands below."""
    return page("frame.html", status=status, title=title, head=head, body=body)


@cache
def _template(name: str) -> Template:
    return Template((FOLDER / name).read_text(encoding="utf-8"))
