"""Since you were here: new alerts, what ratings have settled, ratings that came in, and who fell silent."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.caseload_words import came_in, commented, digest_title, new_alerts, settled, silence
from dashboard.components.links import page_link
from dashboard.components.paging import of_this_page
from dashboard.components.status import status_html
from dashboard.words import SEVERITY
from fit.casework.clinician import open_digest, read_digest
from fit.policies import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from fit.casework.views import CommentNews, Digest, DigestAlert

__all__ = ["draw_digest"]

FROM_COLLEAGUES = "Comments for you"

Line = tuple[str, str, dict[str, str], str]
"""Heading, client, where the link leads, what is said as HTML."""


def draw_digest() -> None:
    """Draw what is new for the person who is signed in, behind one click; nothing when nothing is."""
    digest = open_digest(current_clinic(), current_actor())
    if not digest.count:
        return
    opened = st.expander(digest_title(digest), key="digest", on_change="rerun")
    if not opened.open:
        return
    with opened:
        lines = of_this_page(list(_lines(digest)), "digest")
        for heading, part in groupby(lines, key=lambda line: line[0]):
            st.html(f'<h2 class="ml-digest-head">{escape(heading)}</h2>')
            _draw_part(list(part))
        st.button(
            "I have read this",
            key="digest-read",
            icon=":material/done_all:",
            on_click=_mark_as_read,
            args=(digest.as_of,),
        )


def _draw_part(lines: Sequence[Line]) -> None:
    for number, (heading, label, query, body) in enumerate(lines):
        key = f"digest-line-{heading.split()[0].lower()}-{number}"
        with st.container(key=key, horizontal=True, vertical_alignment="top", gap="small"):
            page_link(label, "repair" if "plan" in query else "client", query, icon="")
            st.html(f'<p class="ml-digest-line">{body}</p>')


def _lines(digest: Digest) -> Iterator[Line]:
    for one in digest.comments:
        yield FROM_COLLEAGUES, one.client_label, _where(one), escape(commented(one))
    for alerts in _by_session(digest.new):
        yield "New alerts", alerts[0].client_label, _session(alerts[0]), _found(alerts)
    for rating in digest.came_in:
        query = {"episode": rating.episode_id, "session": str(rating.meeting)}
        yield "Ratings that came in", rating.client_label, query, escape(came_in(rating))
    for alert in digest.settled:
        yield "Settled by ratings", alert.client_label, _session(alert), escape(settled(alert))
    for silent in digest.silent:
        yield "Not seen for long", silent.client_label, {"episode": silent.episode_id}, escape(silence(silent))


def _by_session(alerts: Sequence[DigestAlert]) -> list[list[DigestAlert]]:
    """Put together what one session told of one client, the gravest first."""
    together: dict[tuple[str, int], list[DigestAlert]] = {}
    for alert in alerts:
        together.setdefault((alert.episode_id, alert.meeting), []).append(alert)
    return list(together.values())


def _where(one: CommentNews) -> dict[str, str]:
    """Lead to the thread: on the plan, or with the alert."""
    about = {"session": str(one.meeting)} if one.plan_id is None else {"plan": one.plan_id}
    return {"episode": one.episode_id} | about


def _session(alert: DigestAlert) -> dict[str, str]:
    return {"episode": alert.episode_id, "session": str(alert.meeting)}


def _found(alerts: Sequence[DigestAlert]) -> str:
    severity = min((alert.severity for alert in alerts), key=tuple(Severity).index)
    return f"{status_html(SEVERITY[severity])}<br>{escape(new_alerts(alerts))}"


def _mark_as_read(up_to: datetime) -> None:
    read_digest(current_clinic(), current_actor(), up_to)
