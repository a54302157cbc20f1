"""Looking at one page without a browser: what is said, which links there are, which buttons."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING

import plotly.graph_objects as go
from streamlit.testing.v1 import AppTest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streamlit.testing.v1.element_tree import Node

LIMIT_S = 30
LINK = re.compile(r'<a [^>]*?href="/([a-z-]*)(?:\?([^"]*))?" data-go[^>]*>(.*?)</a>')
SIGN = re.compile(r'<span class="ml-icon"[^>]*>[^<]*</span>')
SCRIPT = "from dashboard.pages import {name}\n{name}.page()\n"


def look_at(name: str, query: Mapping[str, str] | None = None) -> AppTest:
    """Run a page as the entry script would, for the person who is signed in; its charts are such as Plotly takes."""
    page = AppTest.from_string(SCRIPT.format(name=name), default_timeout=LIMIT_S)
    for key, value in (query or {}).items():
        page.query_params[key] = value
    page.run()
    assert not page.exception, page.exception
    for chart in page.get("plotly_chart"):
        go.Figure(json.loads(chart.proto.spec))  # refuses what it does not know, by ValueError
    return page


def html(page: AppTest) -> str:
    """Return all pieces of HTML on the page, one after the other."""
    return "\n".join(element.proto.body for element in page.get("html"))


def said(page: AppTest) -> str:
    """Return all text of the page's HTML, without its tags."""
    return unescape(re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", html(page))))


def links(page: AppTest) -> list[tuple[str, str, str]]:
    """Return label, address and query of every link to a page in their order: Streamlit's own, and those in HTML."""
    return [link for node in page.main for link in _links_of(node)]


def _links_of(node: Node) -> list[tuple[str, str, str]]:
    if node.type == "page_link":
        return [(node.proto.label, node.proto.page, node.proto.query_string)]
    return list(map(_link, LINK.finditer(node.proto.body))) if node.type == "html" else []


def _link(found: re.Match[str]) -> tuple[str, str, str]:
    address, query, inside = found.groups("")
    return unescape(re.sub("<[^>]+>", "", SIGN.sub("", inside))), address, unescape(query)


def unfolded(page: AppTest, label: str) -> AppTest:
    """Open a part that is drawn only then."""
    part = next(one for one in page.expander if one.label == label)
    page.session_state["folded-" + part.proto.id.partition("folded-")[2]] = True
    page.run()
    assert not page.exception, page.exception
    return page


def labels(page: AppTest) -> list[str]:
    """Return the labels of the buttons."""
    return [button.label for button in page.button]
