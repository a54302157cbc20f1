"""The documentation of a session as a draft, made from recorded facts and the clinician's own words."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.api.documentation import DOCUMENTATION_PDF, DOCUMENTATION_TXT
from dashboard.clinic import current_clinic
from dashboard.components.copy_button import copy_button
from dashboard.components.links import page_link
from dashboard.dates import session_said
from dashboard.documents.session_draft import NOTHING, Order, as_text, session_draft
from dashboard.plain_text import plain
from fit.casework.clinician import open_documentation
from fit.errors import AccessDeniedError, InputError, NotFoundError

if TYPE_CHECKING:
    from dashboard.documents.session_draft import Draft, DraftPart
    from fit.casework.views import Documentation

__all__ = ["page"]

ORDERS = "DAP: data, assessment, plan. SOAP: subjective, objective, assessment, plan."
WHAT = "Recorded facts and the clinician\u2019s own words, put in order."
EMPTY = "Parts of which nothing is recorded are left out, on the page and in the files, unless this is on."
WIDTH = 360


def page() -> None:
    """Draw the draft of the session that the address names, else of the last one."""
    found = _asked_for()
    if found is None:
        st.title("Session documentation", anchor=False)
        st.info("Choose a client first; the documentation is reached from the client's page.")
        page_link("Back to your list", "")
        st.stop()
    episode = {"episode": found.page.episode.episode_id}
    page_link("To the client's page", "client", episode, icon=":material/arrow_back:")
    st.title(f"Session documentation: {plain(found.page.client_label)}", anchor=False)
    st.html(f'<p class="ml-lead">{WHAT}</p>')
    if found.session is None:
        st.html(
            '<div class="ml-empty"><h2>No session yet</h2><p>The documentation begins with the first one.</p></div>'
        )
        st.stop()
    _draw_choice(found)
    order = st.segmented_control(
        "Order", list(Order), default=Order.DAP, required=True, format_func=str.upper, key="draft-order", help=ORDERS
    )
    with_empty = st.toggle("Show empty parts", key="draft-empty", help=EMPTY)
    draft = session_draft(found, order, with_empty=with_empty)
    _draw(draft)
    _draw_ways(found, draft, order, with_empty=with_empty)


def _asked_for() -> Documentation | None:
    asked = st.query_params
    try:
        return open_documentation(
            current_clinic(), current_actor(), asked.get("episode", ""), asked.get("session") or None
        )
    except (AccessDeniedError, InputError, NotFoundError):
        return None


def _draw_choice(found: Documentation) -> None:
    """Ask for the session; which one it is stands in the address."""
    names = {
        row.session_id: session_said(row.meeting, row.occurred_on, found.page.as_of)
        for row in reversed(found.page.sessions)
    }
    now = found.session.session_id if found.session else ""
    st.selectbox(
        "Session",
        list(names),
        index=list(names).index(now),
        format_func=names.__getitem__,
        key=f"draft-session-{now}",
        on_change=_choose,
        args=(f"draft-session-{now}",),
        width=WIDTH,
    )


def _choose(key: str) -> None:
    st.query_params["session"] = st.session_state[key]


def _draw(draft: Draft) -> None:
    head = "".join(_entry(name, (said,)) for name, said in draft.head)
    parts = "".join(map(_part, draft.parts))
    st.html(f'<p class="ml-quiet"><strong>{escape(draft.marked)}</strong></p><dl class="ml-facts">{head}</dl>{parts}')


def _part(part: DraftPart) -> str:
    lines = "".join(_entry(name, said) for name, said in part.lines)
    return f'<h2>{escape(part.heading)}</h2><dl class="ml-facts">{lines}</dl>'


def _entry(name: str, said: tuple[str, ...]) -> str:
    told = "<br>".join(map(escape, said)) if said else f'<span class="ml-quiet">{NOTHING}</span>'
    return f"<dt>{escape(name)}</dt><dd>{told}</dd>"


def _draw_ways(found: Documentation, draft: Draft, order: Order, *, with_empty: bool) -> None:
    """Copy it, or take it along as a file; each file is noted in the audit."""
    copy_button(as_text(draft), "Copy as plain text")
    session = found.session.session_id if found.session else ""
    asked = {"episode": found.page.episode.episode_id, "session": session, "order": order}
    query = escape(urlencode(asked | ({"empty": "yes"} if with_empty else {})))
    st.html(
        f'<p class="ml-next"><a href="{DOCUMENTATION_TXT}?{query}" download>Plain text (TXT)</a> &nbsp; '
        f'<a href="{DOCUMENTATION_PDF}?{query}" download>On paper (PDF)</a></p>'
        '<p class="ml-quiet">Made when you ask for it, kept nowhere, and noted in the audit.</p>'
    )
