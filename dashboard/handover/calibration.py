"""The page that measures a screen once with a bank card, so that lines on it are ten real centimetres long.

It belongs to the device, not to the clinic: it reads and stores nothing on the server, so it needs no signing in.
"""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Final

from starlette.routing import Route

from dashboard.handover import answers, parts

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["routes"]

CARD_WIDTH_MM: Final = "85.60"
CARD_HEIGHT_MM: Final = "53.98"
"""Bank cards everywhere are of size ID-1 (ISO/IEC 7810:2019)."""


async def show(request: Request) -> Response:
    """Show the outline of a card, to be fitted to a real one."""
    return answers.page(request, _page(parts.address()), HTTPStatus.OK)


@cache
def _page(assets: str) -> str:
    template = Template((files("dashboard.handover") / "templates" / "calibrate.html").read_text("utf-8"))
    return template.substitute(assets=assets, width_mm=CARD_WIDTH_MM, height_mm=CARD_HEIGHT_MM)


routes = [Route("/k/calibrate", show)]
