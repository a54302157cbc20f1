"""What works here: ruptures noticed, talked about, repaired, and what stood beside it. No score of anybody."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.charts.interval import HEIGHT, WIDTH, interval_picture
from dashboard.charts.svg import svg_address
from dashboard.clinic import current_clinic
from dashboard.components.own_sheet import use_sheet
from dashboard.components.repair_words import ASSOCIATION, parts_of
from dashboard.components.screen import screen_palette
from dashboard.components.why import draw_why
from fit.casework.actor import Role
from fit.casework.clinician import open_repairs
from fit.casework.director import open_clinic_repairs
from fit.casework.supervisor import open_team_repairs
from fit.casework.views import RepairsScope

if TYPE_CHECKING:
    from dashboard.components.repair_words import FigureLine, FigurePart
    from fit.casework.views import RepairsPage
    from fit.service.repairs import Share

__all__ = ["page"]

LEAD = {
    RepairsScope.OWN: "Your own clients. What counts is not whether a dip comes, but how it is met.",
    RepairsScope.TEAM: "Clients of those you supervise. It is there to learn from together, and compares nobody.",
    RepairsScope.CLINIC: "The whole clinic, nobody by name. Figures about fewer than {smallest} are withheld.",
}
TOGETHER, MINE = "Everybody together", "My own clients"


def page() -> None:
    """Draw the figures for whoever asks: one's own, the team's, or the clinic's."""
    use_sheet()
    st.title("What works here", anchor=False)
    found = _asked_for()
    st.html(f'<p class="ml-lead">{LEAD[found.scope].format(smallest=found.smallest_group)}</p>')
    if found.figures.found == 0:
        st.html(
            '<div class="ml-empty"><h2>No dip yet</h2><p>As soon as a session rating dips, what became of it is '
            "counted here.</p></div>"
        )
        st.stop()
    for part in parts_of(found):
        _draw_part(part)


def _asked_for() -> RepairsPage:
    clinic, actor = current_clinic(), current_actor()
    if actor.role is Role.DIRECTOR:
        return open_clinic_repairs(clinic, actor)
    if actor.role is Role.SUPERVISOR:
        return _of_team()
    return open_repairs(clinic, actor)


def _of_team() -> RepairsPage:
    """Ask whose, and open those; one's own clients are a choice of their own."""
    clinic, actor = current_clinic(), current_actor()
    team = open_team_repairs(clinic, actor)
    names = {"": TOGETHER, **dict(team.people), actor.user_id: MINE}
    chosen = st.selectbox("Whose clients", list(names), format_func=names.__getitem__, key="repairs-of", width=360)
    if chosen == actor.user_id:
        return open_repairs(clinic, actor)
    return open_team_repairs(clinic, actor, chosen) if chosen else team


def _draw_part(part: FigurePart) -> None:
    st.header(part.title, anchor=False)
    if part.is_association:
        st.html(f'<p class="ml-quiet"><strong>Association.</strong> {ASSOCIATION}</p>')
    if part.left_out:
        st.html(f'<p class="ml-quiet">{escape(part.left_out)}</p>')
    for place, line in enumerate(part.lines):
        with st.container(key=f"figure-{part.title.replace(' ', '-').lower()}-{place}", gap=None):
            st.html(_line_html(line))
            draw_why(line.why)


def _line_html(line: FigureLine) -> str:
    return (
        f'<div class="ml-figure"><p>{escape(line.name)}</p>'
        f'<div><p class="ml-figure-value">{escape(line.said)}</p>'
        f'<p class="ml-figure-n">{escape(line.of_what)}</p></div>'
        f"{_picture(line.share)}</div>"
    )


def _picture(share: Share | None) -> str:
    """Return the share on its line; the words beside it say the same, so that it needs none of its own."""
    if share is None or share.value is None or share.interval is None:
        return ""
    drawn = svg_address(interval_picture(share.value, *share.interval, screen_palette()))
    return f'<img src="{drawn}" width="{WIDTH}" height="{HEIGHT}" alt="">'
