"""What was said in a session, turn by turn, with its ratings beside it; corrections in place."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.api.transcript import TRANSCRIPT_JSON, TRANSCRIPT_VTT
from dashboard.clinic import current_clinic
from dashboard.components.attempt import draw_done, say_next, saying_why
from dashboard.components.links import go_to, page_link
from dashboard.components.transcript_turns import draw_turns
from dashboard.dates import day_said
from dashboard.plain_text import plain
from dashboard.record_words import LEVEL, session_said
from dashboard.sentences import counted, result
from fit.casework.clinician import open_transcript, remove_transcript
from fit.casework.views import RatingStatus
from fit.errors import AccessDeniedError, InputError, NotFoundError
from fit.transcripts import formats

if TYPE_CHECKING:
    from fit.casework.views import TranscriptFacts, TranscriptPage

__all__ = ["page"]


def page() -> None:
    """Draw the transcript that the address names, from the turn that it names."""
    found = _transcript_asked_for()
    if found is None:
        st.title("Transcript", anchor=False)
        st.info("Choose a session first; transcripts are reached from the client's record.")
        page_link("Back to your list", "")
        st.stop()
    page_link("To the record", "record", {"episode": found.episode_id}, icon=":material/arrow_back:")
    st.title(f"{plain(found.client_label)}: {session_said(found.facts.meeting, found.facts.occurred_on)}", anchor=False)
    st.html(f'<p class="ml-quiet">{_facts(found)}</p>')
    _draw_ratings(found)
    draw_done()
    draw_turns(found.episode_id, found.facts.transcript_id, st.query_params.get("turn", ""))
    st.html(f'<p class="ml-next">{_files(found)}</p>')
    if found.can_change:
        _draw_removing(found)


def _transcript_asked_for() -> TranscriptPage | None:
    asked = st.query_params
    try:
        return open_transcript(current_clinic(), current_actor(), asked.get("episode", ""), asked.get("transcript", ""))
    except (AccessDeniedError, InputError, NotFoundError):
        return None


def _facts(found: TranscriptPage) -> str:
    facts = found.facts
    come = "speech, written down on this machine" if facts.made_by else _come(facts)
    return " · ".join(
        [
            f"{counted(facts.turns, 'turn')}, {facts.words:,} words",
            f"from {come}: {LEVEL[facts.level]}",
            *([_made_by(facts.made_by)] if facts.made_by else []),
            f"taken in by {escape(facts.imported_by)} on {day_said(facts.imported_at.astimezone().date())}",
        ]
    )


def _made_by(whole: str) -> str:
    """Recogniser and model; the checksum shows when it is pointed at."""
    return f'<span title="{escape(whole)}">by {escape(whole.partition(" (sha256")[0])}</span>'


def _come(facts: TranscriptFacts) -> str:
    """From what kind of file; one that Mendline wrote of a recording elsewhere is no different to its format."""
    return "speech, written down by Mendline" if facts.from_audio else formats()[facts.format].title.partition(":")[0]


def _draw_ratings(found: TranscriptPage) -> None:
    counting = [rating for rating in found.ratings if rating.status is RatingStatus.ACTIVE]
    said = ", ".join(f"{escape(rating.scale_title)} {result(rating)}" for rating in counting)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f"<p>Ratings of this session: {said or 'none'}.</p>", width="content")
        page_link("All ratings", "ratings", {"episode": found.episode_id}, icon=":material/list_alt:")
        page_link("Course", "client", {"episode": found.episode_id}, icon=":material/show_chart:")
        query = {"episode": found.episode_id, "session": found.facts.session_id}
        page_link("Look back", "reading", query | {"transcript": found.facts.transcript_id}, icon=":material/history:")


def _files(found: TranscriptPage) -> str:
    query = urlencode({"episode": found.episode_id, "transcript": found.facts.transcript_id})
    links = (
        (TRANSCRIPT_VTT, "WebVTT, for players and other programs"),
        (TRANSCRIPT_JSON, "JSON, with all that is known"),
    )
    return "Take it along: " + " &nbsp; ".join(f'<a href="{path}?{query}" download>{name}</a>' for path, name in links)


def _draw_removing(found: TranscriptPage) -> None:
    with st.expander("Remove this transcript"), st.form("remove-transcript", border=False):
        st.markdown("For a file that came into the wrong session. It goes for good, with every correction in it.")
        sure = st.checkbox("Remove it now")
        if st.form_submit_button("Remove"):
            with saying_why():
                _remove(found, sure=sure)


def _remove(found: TranscriptPage, *, sure: bool) -> None:
    if not sure:
        raise InputError("Tick the box first: what is removed cannot be brought back.")
    remove_transcript(current_clinic(), current_actor(), found.episode_id, found.facts.transcript_id)
    say_next("The transcript is removed.")
    go_to("record", {"episode": found.episode_id})
