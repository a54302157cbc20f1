"""What works here: ruptures noticed, talked about, repaired, and what stood beside it. No score of anybody."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.charts.address import svg_address
from dashboard.charts.interval import HEIGHT, WIDTH, interval_picture
from dashboard.clinic import current_clinic
from dashboard.components.links import page_link
from dashboard.components.own_sheet import use_sheet
from dashboard.components.repair_words import ASSOCIATION, parts_of, told_apart, too_few_said
from dashboard.components.screen import screen_palette
from dashboard.components.why import draw_why
from fit.casework.actor import Role
from fit.casework.clinician import open_repairs
from fit.casework.director import open_clinic_repairs
from fit.casework.supervisor import open_team_repairs
from fit.casework.views import RepairsScope
from fit.service.alliance_grid import Measure
from fit.service.suppression import LEAST_COUNT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.components.repair_words import FigureLine, FigurePart
    from fit.casework.views import RepairsPage
    from fit.service.repairs import Share

__all__ = ["page"]

LEAD = {
    RepairsScope.OWN: "Your own clients. What counts is not whether a dip comes, but how it is met.",
    RepairsScope.TEAM: "Clients of those you supervise. It is there to learn from together, and compares nobody.",
    RepairsScope.CLINIC: (
        "The whole clinic, nobody by name. Counts are rounded to the nearest five; counts of fewer than {least}, and "
        "figures about fewer than {smallest} clients, are withheld: they would point at somebody."
    ),
}
TOGETHER, MINE = "Your clinicians together", "My own clients"
COUNTED_HERE = (
    "Counted here: ruptures of the whole time, in open and ended episodes. A rupture is a session rating below the "
    "line, under the client's own usual range, or clearly fallen; such ratings that follow each other are one. "
    "Outcomes and Alliance count single dips instead, of the episodes or of the period chosen there, so that the "
    "numbers differ."
)


def page() -> None:
    """Draw the figures for whoever asks: one's own, the team's, or the clinic's."""
    use_sheet()
    st.title("What works here", anchor=False)
    found = _asked_for()
    st.html(f'<p class="ml-lead">{LEAD[found.scope].format(smallest=found.smallest_group, least=LEAST_COUNT)}</p>')
    if found.figures.found == 0:
        st.html(
            '<div class="ml-empty"><h2>No dip yet</h2><p>As soon as a session rating dips, what became of it is '
            "counted here.</p></div>"
        )
        st.stop()
    st.html(f'<p class="ml-quiet">{escape(COUNTED_HERE)}</p>')
    page_link("Outcomes: single dips of chosen episodes", "outcomes")
    if current_actor().role is not Role.CLINICIAN:
        page_link("Alliance: single dips by period", "alliance", {"measure": Measure.REPAIRED.value})
    told, untold = told_apart(parts_of(found))
    if not told:
        st.header("What became of ruptures cannot be told yet", anchor=False)
    for part in told:
        _draw_part(part)
    _draw_untold(untold)


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


def _draw_untold(untold: Sequence[str]) -> None:
    """One line for all that is withheld, and a click away which rows these are."""
    if not untold:
        return
    st.html(f'<p class="ml-quiet">{escape(too_few_said(untold))}</p>')
    with st.expander("Which rows these are", icon=":material/list:"):
        st.html(f"<ul>{''.join(f'<li>{escape(one)}</li>' for one in untold)}</ul>")


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
