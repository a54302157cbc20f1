"""Patterns over the sessions of one client, or of a clinician's caseload: for them and whoever supervises them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.answer_habits import draw_answer_habits
from dashboard.components.links import page_link
from dashboard.components.pattern_measures import draw_measures
from dashboard.components.pattern_table import draw_pattern_table
from dashboard.plain_text import plain
from dashboard.sentences import counted
from fit.casework.actor import Role
from fit.casework.clinician import open_own_patterns, open_patterns
from fit.errors import AccessDeniedError, InputError, NotFoundError

if TYPE_CHECKING:
    from fit.casework.views import PatternsPage

__all__ = ["page"]

STYLE: Final = Path(__file__).parent.parent / "components" / "patterns.css"
CHOSEN: Final = "patterns-whose"


def page() -> None:
    """Draw the patterns of the client that the address names; without one, those of one's own sessions."""
    found = _patterns_asked_for()
    if found is None:
        st.title("Patterns", anchor=False)
        st.info("These patterns are not here for you: they are for the clinician and whoever supervises them.")
        page_link("Back to your list", "")
        st.stop()
    st.html(STYLE)
    if found.episode_id is not None:
        page_link("To the record", "record", {"episode": found.episode_id}, icon=":material/arrow_back:")
    st.title(f"Patterns: {plain(found.title)}", anchor=False)
    _draw_choice(found)
    st.html(f'<p class="ml-quiet">{_who_sees(found)}</p>')
    _draw_unread(found)
    if not found.rows:
        _draw_nothing(found)
        st.stop()
    draw_answer_habits(found)
    st.header("How sessions went, one beside the other", anchor=False)
    st.html(f"<p>{_validated(found)}</p>")
    draw_measures(found)
    draw_pattern_table(found)


def _patterns_asked_for() -> PatternsPage | None:
    clinic, actor = current_clinic(), current_actor()
    try:
        if episode_id := st.query_params.get("episode"):
            return open_patterns(clinic, actor, episode_id)
        asked = st.session_state.get(CHOSEN) or st.query_params.get("clinician")
        found = open_own_patterns(clinic, actor, asked)
        if asked is None and not found.rows and len(found.clinicians) > 1:
            st.query_params["clinician"] = found.clinicians[1][0]  # somebody who supervises comes for the others
            found = open_own_patterns(clinic, actor, found.clinicians[1][0])
    except (AccessDeniedError, InputError, NotFoundError):
        return None
    return found


def _draw_choice(found: PatternsPage) -> None:
    """Let somebody who supervises choose whose sessions; everybody else has only their own."""
    if len(found.clinicians) < 2:  # noqa: PLR2004  one alone is no choice
        return
    names = dict(found.clinicians)
    asked = st.query_params.get("clinician", "")
    place = list(names).index(asked) if asked in names else 0
    st.selectbox("Whose sessions", names, index=place, format_func=names.__getitem__, key=CHOSEN, width=320)


def _who_sees(found: PatternsPage) -> str:
    whose = "of this client" if found.episode_id else "of this clinician's clients"
    who = "the clinician and you" if current_actor().role is Role.SUPERVISOR else "you and your supervisor"
    return (
        f"Counted from the transcripts of the sessions {whose}. Who sees this: {who}, nobody else. "
        "It is no score of anybody: it shows where to look."
    )


def _draw_unread(found: PatternsPage) -> None:
    """Sessions that today's rules have not read: each look reads a few."""
    if not found.unread:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="unread"):
        st.html(f'<p role="status">{counted(found.unread, "session")} still to be read; a few are read each time.</p>')
        st.button("Read on", icon=":material/hourglass_top:")


def _draw_nothing(found: PatternsPage) -> None:
    if found.unread:
        return
    choose = " Choose above whose sessions you look at." if len(found.clinicians) > 1 else ""
    st.html(
        '<div class="ml-empty"><h2>No transcript yet</h2><p>Patterns are counted from what was said. With a transcript '
        f"of a session or two, this page shows what tends to come after a complaint, and how talk was shared.{choose}"
        "</p></div>"
    )
    if found.episode_id is not None:
        page_link("Add a transcript in the record", "record", {"episode": found.episode_id})


def _validated(found: PatternsPage) -> str:
    habits = found.habits
    understood = sum(row.pattern.understood for row in found.rows)
    never = habits.never_validated
    known = f"{counted(habits.sessions, 'session')} with a transcript, {understood} of them with answers understood."
    if not understood:
        return known
    missing = f"no validating sentence was recognised in {never}" if never else "a validating sentence was found in all"
    return f"{known} Of these, {missing}."
