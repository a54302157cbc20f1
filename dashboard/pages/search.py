"""Search in what was said: one client's sessions, or all that one may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.links import page_link
from dashboard.components.search_hits import draw_hits
from dashboard.plain_text import plain
from dashboard.record_words import SPEAKER
from dashboard.sentences import counted
from fit.casework.clinician import open_record, search_record
from fit.errors import AccessDeniedError, InputError, NotFoundError
from fit.transcripts import Role

if TYPE_CHECKING:
    from datetime import date

    from fit.casework.views import RecordPage, SearchFound

__all__ = ["page"]

FIELD, KEPT = "search-words", "searched"
"""The words stay while somebody looks at what was found and comes back; they stand in no address."""
HOW = (
    'Several words: all of them in one turn. "Between quotation marks": in this order. Beginning*: whatever goes on '
    "after it. Capitals and accents make no difference."
)

MORE = ", in the order in which they were spoken. There are more: narrow it down by a word, a speaker or a day."


def page() -> None:
    """Ask for words, and draw the turns that hold them."""
    record = _record_asked_for()
    if record is not None:
        page_link("To the record", "record", {"episode": record.episode_id}, icon=":material/arrow_back:")
    st.title("Search in what was said", anchor=False)
    # by a key: a field with another default value would be another field
    st.session_state.setdefault(FIELD, st.session_state.get(KEPT, ""))
    words = st.text_input("Words", key=FIELD, max_chars=200, help=HOW, autocomplete="off")
    st.session_state[KEPT] = words
    episode_id, role, since, until = _narrowed(record)
    if not words.strip():
        st.html(f'<p class="ml-quiet">{HOW}</p>')
        st.stop()
    found = _found(words, episode_id, role, since, until)
    if found is not None:
        _draw_found(found)


def _record_asked_for() -> RecordPage | None:
    if not st.query_params.get("episode"):
        return None
    try:
        return open_record(current_clinic(), current_actor(), st.query_params["episode"])
    except (AccessDeniedError, InputError, NotFoundError):
        return None


def _narrowed(record: RecordPage | None) -> tuple[str | None, Role | None, date | None, date | None]:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        episode_id = None
        if record is not None:
            scopes = (f"Only {plain(record.client_label)}", "All whom you may see")
            if st.segmented_control("Whose sessions", scopes, default=scopes[0], required=True) == scopes[0]:
                episode_id = record.episode_id
        role = st.segmented_control("Spoken by", list(Role), format_func=SPEAKER.__getitem__)
        since = st.date_input("From", None, format="DD.MM.YYYY", width=150)
        until = st.date_input("Until", None, format="DD.MM.YYYY", width=150)
    return episode_id, role, since, until


def _found(
    words: str, episode_id: str | None, role: Role | None, since: date | None, until: date | None
) -> SearchFound | None:
    place = (current_clinic(), current_actor(), words)
    try:
        return search_record(*place, episode_id=episode_id, role=role, since=since, until=until)
    except InputError as wrong:
        st.info(plain(str(wrong)))
        return None


def _draw_found(found: SearchFound) -> None:
    if not found.hits:
        st.html(
            '<div class="ml-empty"><h2>Nothing found</h2><p>Try fewer words, or the beginning of one with a * behind '
            "it. Only transcripts that you may see are searched.</p></div>"
        )
        return
    number = counted(len(found.hits), "turn")
    first = "The newest" if found.more else "Found in"
    rest = MORE if found.more else "."
    st.html(f'<p class="ml-lead" role="status">{first} {number}{rest}</p>')
    draw_hits(found)
