"""How long records are kept: the clinic's rule, legal holds, and erasing all of one client."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import FORM_WIDTH, draw_done, form_number, saying_why
from dashboard.components.kept_client import draw_kept_client
from dashboard.components.links import go_to, page_link
from dashboard.dates import moment_said
from dashboard.keeping_words import due_said, rule_said
from fit.casework.administrator import find_client, open_keeping, open_retention
from fit.errors import AccessDeniedError, InputError, NotFoundError

if TYPE_CHECKING:
    from fit.casework.views import KeepingPage, RetentionDue

__all__ = ["page"]


def page() -> None:
    """Draw one client when the address names one; else the rule, the holds, and the search by code."""
    episode = st.query_params.get("episode", "")
    kept = _kept(episode) if episode else None
    if kept is not None:
        page_link("Keep and erase", "keeping", icon=":material/arrow_back:")
        draw_kept_client(kept)
        return
    st.title("Keep and erase", anchor=False)
    draw_done()
    if episode:
        st.info("There is no such client any more, or not in this clinic.")
    due = open_retention(current_clinic(), current_actor())
    _draw_rule(due)
    _draw_finding()
    _draw_holds(due)


def _kept(episode: str) -> KeepingPage | None:
    try:
        return open_keeping(current_clinic(), current_actor(), episode)
    except (AccessDeniedError, InputError, NotFoundError):
        return None


def _draw_rule(due: RetentionDue) -> None:
    st.header("The clinic's rule", anchor=False)
    st.html("".join(f"<p>{escape(line)}</p>" for line in rule_said(due.rule)))
    st.html(f'<p class="ml-quiet">{escape(due_said(due))}</p>')


def _draw_finding() -> None:
    st.header("One client", anchor=False)
    number = form_number("find-client")
    with st.form(f"find-client-{number}", width=FORM_WIDTH):
        code = st.text_input("The client's code", key=f"find-client-code-{number}", autocomplete="off")
        if st.form_submit_button("Look"):
            with saying_why():
                go_to("keeping", {"episode": find_client(current_clinic(), current_actor(), code)})


def _draw_holds(due: RetentionDue) -> None:
    st.header("Legal holds that stand", anchor=False)
    if not due.holds:
        st.markdown("There is none.")
    for hold in due.holds:
        with st.container(key=f"hold-{hold.episode_id}", gap=None):
            by = f"{hold.set_by}, {moment_said(hold.set_at)}"
            st.html(
                f'<p class="ml-about"><strong>{escape(hold.client_code)}</strong>'
                f"<span>{escape(hold.reason)}</span><span>{escape(by)}</span></p>"
            )
            page_link(f"Open {hold.client_code}", "keeping", {"episode": hold.episode_id})
