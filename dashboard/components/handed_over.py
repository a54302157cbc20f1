"""Clients handed from one clinician to another: told to the new one first thing, and said on the client's page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.links import page_link
from dashboard.dates import moment_said
from dashboard.sentences import counted
from fit.casework.clinician import acknowledge_transfer, list_handed_over

if TYPE_CHECKING:
    from fit.casework.views import ClientPage, HandedOver, TransferRow

__all__ = ["draw_handed_over", "draw_handed_over_note"]


def draw_handed_over() -> None:
    """Draw whom colleagues handed to who is reading, each until the client was opened."""
    news = list_handed_over(current_clinic(), current_actor())
    if not news:
        return
    with st.container(border=True, key="handed-over", gap="small"):
        people = ", ".join(dict.fromkeys(one.by for one in news))
        who = f"New to you: {counted(len(news), 'client')}, handed over by {escape(people)}"
        st.html(f'<p role="status"><strong>{who}</strong></p>')
        for one in news:
            with st.container(key=f"handed-over-{one.episode_id}", gap=None):
                st.html(f"<p>{_said(one)}</p>")
                label = f"Open {one.client_label}"
                page_link(label, "client", {"episode": one.episode_id}, icon=":material/person:")


def _said(one: HandedOver) -> str:
    note = f": “{_lines(one.note)}”" if one.note else ", without a note"
    return f"<strong>{escape(one.client_label)}</strong> · {escape(one.by)}, {moment_said(one.made_at)}{note}"


def _lines(note: str) -> str:
    return escape(note).replace("\n", "<br>")


def draw_handed_over_note(client: ClientPage) -> None:
    """Say who handed the client over and what they noted; to the new clinician once more plainly."""
    if not client.handed_over:
        return
    newest = client.handed_over[0]
    html = f'<p class="{"ml-lead" if newest.is_new else "ml-quiet"}">{_transfer_said(newest)}</p>'
    if newest.is_new:
        acknowledge_transfer(current_clinic(), current_actor(), client.episode.episode_id)
        with st.container(border=True, key="handed-over-now"):
            st.html(html)
    else:
        st.html(html)
    if client.handed_over[1:]:
        with st.expander("Handed over before"):
            st.html("".join(f"<p>{_transfer_said(row)}</p>" for row in client.handed_over[1:]))


def _transfer_said(row: TransferRow) -> str:
    by = row.from_name or row.made_by
    through = f" (done by {escape(row.made_by)})" if row.made_by != by else ""
    note = f": “{_lines(row.note)}”" if row.note else "."
    return f"Handed over by {escape(by)} to {escape(row.to_name)} on {moment_said(row.made_at)}{through}{note}"
