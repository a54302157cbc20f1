"""Looking back on an ended episode: the record first, then one's own words, which nobody else reads."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.charts.address import svg_address
from dashboard.charts.in_words import trend_in_words
from dashboard.charts.overlay import Overlay
from dashboard.charts.svg import svg_of
from dashboard.charts.trend import trend
from dashboard.clinic import current_clinic
from dashboard.components.attempt import done, draw_done, saying_why
from dashboard.components.debrief_words import ending_said, no_signs, ratings_said, signs_of
from dashboard.components.learning_points import draw_new_point, draw_points
from dashboard.components.links import page_link
from dashboard.components.own_sheet import use_sheet
from dashboard.components.screen import screen_palette
from dashboard.dates import moment_said
from dashboard.plain_text import plain
from fit.casework.clinician import open_debrief, save_debrief
from fit.errors import AccessDeniedError, ConflictError, InputError, NotFoundError
from fit.ratings import Ending

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dashboard.components.debrief_words import Signs
    from fit.assessment import EpisodeAssessment
    from fit.casework.views import DebriefPage

__all__ = ["page"]

UNPLANNED = "Endings without a goodbye happen to everyone who does this work. "
LEAD = (
    "Memory tends to blame or to excuse; the record only says what was marked, and when. "
    "What you write here is for you alone: no supervisor and no report has it."
)
LONGEST = 4000


def page() -> None:
    """Draw what the record says, then room for what one would do earlier and what one takes along."""
    found = _asked_for()
    if found is None:
        st.title("Looking back", anchor=False)
        st.info("Choose one of your clients whose episode has ended; the way here is on the client's page.")
        page_link("Back to your list", "")
        st.stop()
    use_sheet()
    page_link("To the client's page", "client", {"episode": found.episode.episode_id}, icon=":material/arrow_back:")
    st.title(f"Looking back: {plain(found.client_label)}", anchor=False)
    unplanned = found.episode.ending is Ending.UNPLANNED
    st.html(f'<p class="ml-lead">{UNPLANNED if unplanned else ""}{LEAD}</p>')
    draw_done()
    _draw_record(found)
    _draw_signs(found)
    _draw_writing(found)
    _draw_learning(found)


def _asked_for() -> DebriefPage | None:
    try:
        return open_debrief(current_clinic(), current_actor(), st.query_params.get("episode", ""))
    except (AccessDeniedError, ConflictError, InputError, NotFoundError):
        return None


def _draw_record(found: DebriefPage) -> None:
    st.header("What the ratings said", anchor=False)
    st.html(_list([ending_said(found), *ratings_said(found)]))
    if found.assessment is not None:
        st.html(_picture(found.assessment))


def _list(lines: Iterable[str]) -> str:
    return f'<ul class="ml-plain">{"".join(f"<li>{escape(line)}</li>" for line in lines)}</ul>'


def _picture(one: EpisodeAssessment) -> str:
    palette, bare = screen_palette(), Overlay(with_own_level=False)
    words = trend_in_words(one, bare)
    drawn = svg_address(svg_of(trend(one, bare, palette=palette), palette, words=words, legend=False))
    image = f'<img src="{drawn}" alt="{escape(words, quote=True)}">'
    return f'<div class="ml-back-picture" role="region" tabindex="0" aria-label="The course">{image}</div>'


def _draw_signs(found: DebriefPage) -> None:
    st.header("Which signals there were, and when", anchor=False)
    signs = signs_of(found)
    if not signs:
        st.html(f'<p class="ml-quiet">{no_signs(found)}</p>')
        return
    st.html(f'<ol class="ml-signals">{"".join(map(_sign, signs))}</ol>')


def _sign(one: Signs) -> str:
    when = f'{escape(one.session)} <span class="ml-when-said">({one.before_the_end})</span>'
    said = "".join(_finding(whys, noted) for whys, noted in one.findings)
    return f"<li><h3>{when}</h3>{said}</li>"


def _finding(whys: Iterable[str], noted: str) -> str:
    return "".join(f"<p>{escape(why)}</p>" for why in whys) + f'<p class="ml-quiet">{escape(noted)}</p>'


def _draw_writing(found: DebriefPage) -> None:
    st.header("What would I do earlier?", anchor=False)
    with st.container(width=720), st.form("debrief", border=False):
        said = st.text_area(
            "In your own words: one small thing, at which session, said how?",
            found.earlier,
            max_chars=LONGEST,
            height=160,
            key="debrief-earlier",
        )
        if st.form_submit_button("Keep this for me", type="primary"):
            with saying_why():
                save_debrief(current_clinic(), current_actor(), found.episode.episode_id, earlier=said)
                done("debrief", "Kept. Only you can read it.")
    if found.written_at is not None:
        st.html(f'<p class="ml-quiet">Last written {moment_said(found.written_at)}.</p>')


def _draw_learning(found: DebriefPage) -> None:
    st.header("What I take with me", anchor=False)
    draw_points(found.points)
    draw_new_point("One thing to try with the next client", episode_id=found.episode.episode_id)
    page_link("All that I learnt so far", "learning", icon=":material/lightbulb:")
