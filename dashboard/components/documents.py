"""Documents about a client, behind one click: the report to take home, the one for the record, all data."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import streamlit as st

from dashboard.api.progress_report import PROGRESS_REPORT
from dashboard.components.client_export import draw_export
from dashboard.components.folded import folded
from dashboard.components.form_words import LANGUAGES, spoken
from dashboard.components.links import page_link

if TYPE_CHECKING:
    from datetime import date

    from fit.casework.views import ClientPage

__all__ = ["draw_documents"]

TO_TAKE_HOME: Final = (
    "One or two plain pages in {language}: the own line, the goals in the client\u2019s words, how it went in words. "
    "No score, no alert, no note of yours."
)
FOR_THE_RECORD: Final = (
    "Everything this page shows, with why, every session, alert and repair. Verdicts and charts always rest on the "
    "whole episode."
)
CODE_ONLY: Final = "Words that people wrote stand as they were written, and may name somebody: read them first."
MADE: Final = "PDF files, made when you ask for them, kept nowhere, and noted in the audit."
DRAFT: Final = "A draft in DAP or SOAP order, made from what is recorded and from the clinician\u2019s own words alone."
WIDTH: Final = 360


def draw_documents(client: ClientPage) -> None:
    """Draw what this person may take out: a supervisor the record alone, in an emergency nothing."""
    if client.opened_until is not None:
        return
    with folded("Documents", f"documents-{client.episode.episode_id}") as is_drawn:
        if is_drawn:
            _draw(client)


def _draw(client: ClientPage) -> None:
    st.header("Progress report", anchor=False)
    named = st.checkbox("With names", value=True, key="documents-named")
    if not named:
        st.html(f'<p class="ml-quiet">{CODE_ONLY}</p>')
    since = st.date_input(
        "Sessions in the tables from this day on (empty: all)",
        value=None,
        key="documents-since",
        max_value=client.as_of,
        width=WIDTH,
    )
    st.html("".join(_links(client, since, named=named)) + f'<p class="ml-quiet">{MADE}</p>')
    _draw_documentation(client)
    if client.can_mark_alerts:
        draw_export(client.episode.episode_id)


def _draw_documentation(client: ClientPage) -> None:
    if client.sessions:
        st.header("Session documentation", anchor=False)
        st.html(f"<p>{DRAFT}</p>")
        query = {"episode": client.episode.episode_id}
        page_link("Draft for the last session", "documentation", query, icon=":material/assignment:")


def _links(client: ClientPage, since: date | None, *, named: bool) -> list[str]:
    asked = {"episode": client.episode.episode_id} | ({} if named else {"names": "no"})
    language = LANGUAGES[spoken(client.episode.language)]
    own = [_link("For the client", {**asked, "for": "client"}, TO_TAKE_HOME.format(language=language))]
    day = {"since": since.isoformat()} if since else {}
    record = _link("For the record", {**asked, "for": "record", **day}, FOR_THE_RECORD)
    return [*(own if client.can_mark_alerts else []), record]


def _link(label: str, asked: dict[str, str], what: str) -> str:
    address = f"{PROGRESS_REPORT}?{urlencode(asked)}"
    return (
        f'<p class="ml-next"><a href="{escape(address)}" download>{label} (PDF)</a></p>'
        f'<p class="ml-quiet">{escape(what)}</p>'
    )
