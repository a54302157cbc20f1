"""What is known of a client beside the ratings, in one place: age, since when, and the language of the forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import FORM_WIDTH, saying_why
from dashboard.components.form_words import LANGUAGES
from dashboard.dates import day_said
from dashboard.words import AGE_BAND
from fit.casework.clinician import set_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.casework.views import ClientPage

__all__ = ["draw_about_client"]


def draw_about_client(client: ClientPage) -> None:
    """Draw what is known; who holds the client sets the language right."""
    with st.expander("About this client"):
        st.markdown(" · ".join(_known(client)))
        if client.can_mark_alerts:
            _draw_language(client)


def _known(client: ClientPage) -> Iterator[str]:
    facts = client.episode
    yield f"Code {facts.client_code}"
    born = f", born {facts.birth_year}" if facts.birth_year else ""
    yield f"{AGE_BAND[facts.age_band]}{born}"
    if facts.opened_on:
        yield f"since {day_said(facts.opened_on)}"
    yield f"reads {LANGUAGES.get(facts.language, facts.language)}"


def _draw_language(client: ClientPage) -> None:
    now = client.episode.language
    known = LANGUAGES if now in LANGUAGES else {now: now, **LANGUAGES}
    key = f"language-{client.episode.episode_id}-{now}"
    st.selectbox(
        "Language of the forms",
        list(known),
        index=list(known).index(now),
        format_func=known.__getitem__,
        key=key,
        on_change=_set,
        args=(client.episode.episode_id, key),
        help="For all forms from now on, also for those given out and not opened yet.",
        width=FORM_WIDTH,
    )
    st.caption("The age band belongs to the episode and stays: a new episode takes the new one.")


def _set(episode_id: str, key: str) -> None:
    with saying_why():
        set_language(current_clinic(), current_actor(), episode_id, st.session_state[key])
