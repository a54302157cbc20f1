"""What is known of a client beside the ratings, in one place: age, since when, programme, and language of forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import FORM_WIDTH, saying_why
from dashboard.components.client_facts import draw_client_facts
from dashboard.components.folded import folded
from dashboard.components.form_words import LANGUAGES
from dashboard.components.links import page_link
from dashboard.components.programmes import draw_programme_choice
from dashboard.dates import day_said
from dashboard.plain_text import plain
from dashboard.words import AGE_BAND
from fit.casework.clinician import list_programmes, set_language, set_programme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.casework.views import ClientPage

__all__ = ["draw_about_client"]


def draw_about_client(client: ClientPage) -> None:
    """Draw what is known; who holds the client sets language and programme right."""
    with folded("About this client", f"about-{client.episode.episode_id}") as is_drawn:
        if is_drawn:
            _draw(client)


def _draw(client: ClientPage) -> None:
    st.markdown(" · ".join(_known(client)))
    if client.can_mark_alerts:
        _draw_language(client)
        _draw_programme(client)
        if client.can_change_client:
            draw_client_facts(client)
        episode = {"episode": client.episode.episode_id}
        page_link("Who looked at this client", "who-looked", episode, icon=":material/visibility:")


def _known(client: ClientPage) -> Iterator[str]:
    facts = client.episode
    yield f"Code {plain(facts.client_code)}"
    born = day_said(facts.birth_date) if facts.birth_date else facts.birth_year
    yield f"{AGE_BAND[facts.age_band]}{f', born {born}' if born else ''}"
    if facts.opened_on:
        yield f"since {day_said(facts.opened_on)}"
    if facts.programme:
        yield plain(facts.programme)
    if facts.contact:
        yield f"links go to {plain(facts.contact)}"
    yield f"reads {plain(LANGUAGES.get(facts.language, facts.language))}"


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


def _draw_programme(client: ClientPage) -> None:
    """Ask for the programme, in a clinic that has any."""
    programmes = list_programmes(current_clinic(), current_actor())
    facts = client.episode
    if not programmes and facts.programme_id is None:
        return
    key = f"programme-{facts.episode_id}-{facts.programme_id}"
    draw_programme_choice(
        programmes,
        key,
        now=facts.programme_id,
        changed=lambda: _set_programme(facts.episode_id, st.session_state[key]),
        width=FORM_WIDTH,
    )
    st.caption("All sessions of this episode are counted in its programme, also those held before it was changed.")


def _set_programme(episode_id: str, chosen: str) -> None:
    with saying_why():
        set_programme(current_clinic(), current_actor(), episode_id, chosen or None)
