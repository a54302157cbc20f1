"""What is worth knowing before a form is given: rated already, given out already, no wording in that language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.form_words import LANGUAGES
from dashboard.components.given_out import LIVING
from dashboard.components.invitation_card import is_this_machine_alone
from dashboard.components.links import page_link
from dashboard.words import INFORMANT, WAY_GIVEN
from fit.casework.clinician import open_invitations, open_scale
from fit.casework.views import RatingStatus
from fit.scales import WordingSource, scale

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fit.casework.views import Asked, ClientPage, SessionRow
    from fit.scales import Informant

__all__ = ["draw_loopback_note", "is_rated_already", "say_before"]

NO_ADDRESS = (
    "Ask your administrator: Mendline has no address yet that a client could open. Until then give the form on this "
    "tablet; a code or a link opens on this machine alone."
)


def is_rated_already(client: ClientPage, asked: Iterable[Asked]) -> bool:
    """Say what of this client was rated already, with the way to correct it; whether anything was."""
    session = None
    rated: list[str] = []
    for each in asked:
        session = _session(client, each.meeting)
        if each.episode_id == client.episode.episode_id and session is not None:
            rated += _rated(session, each)
    if rated and session is not None:
        when = "today" if session.occurred_on == client.as_of else f"in session {session.meeting}"
        st.warning(
            f"{', '.join(rated)}: rated {when} already. If a rating is wrong, take it out first; then give it anew."
        )
        page_link("All ratings", "ratings", {"episode": client.episode.episode_id}, icon=":material/list_alt:")
    return bool(rated)


def _session(client: ClientPage, meeting: int | None) -> SessionRow | None:
    found = (
        one
        for one in client.sessions
        if (one.occurred_on == client.as_of if meeting is None else one.meeting == meeting)
    )
    return next(iter(reversed(list(found))), None)


def _rated(session: SessionRow, asked: Asked) -> Iterator[str]:
    given = {(one.scale_id, one.informant) for one in session.ratings if one.status is RatingStatus.ACTIVE}
    for scale_id in asked.scale_ids:
        if (scale_id, asked.informant) in given:
            yield _named(scale_id, asked.informant)


def _named(scale_id: str, informant: Informant) -> str:
    return f"{scale(scale_id).title} by the {INFORMANT[informant].lower()}"


def say_before(client: ClientPage, asked: Sequence[Asked], *, without: str = "") -> None:
    """Say what this form would replace, and which scale would come in English.

    `without` is the id of a form that was made on this page and is shown below.
    """
    for said in (*_replaced(client, asked, without), *_in_english(client, asked)):
        st.info(said)


def _replaced(client: ClientPage, asked: Sequence[Asked], without: str) -> Iterator[str]:
    wanted = {
        (scale_id, each.informant, session.meeting if session else None)
        for each in asked
        if each.episode_id == client.episode.episode_id
        for session in (_session(client, each.meeting),)
        for scale_id in each.scale_ids
    }
    for one in open_invitations(current_clinic(), current_actor(), client.episode.episode_id):
        same = [scale_id for scale_id in one.scale_ids if (scale_id, one.informant, one.meeting) in wanted]
        if one.state in LIVING and same and one.handover_id != without:
            titles = ", ".join(scale(scale_id).title for scale_id in same)
            given = f"{titles} given {WAY_GIVEN[one.way]} at {one.created_at.astimezone():%H:%M}"
            yield f"This replaces the {given}: that one will not open any more."


def _in_english(client: ClientPage, asked: Sequence[Asked]) -> Iterator[str]:
    language = client.episode.language
    if language.startswith("en"):
        return
    chosen = dict.fromkeys(
        scale_id for each in asked if each.episode_id == client.episode.episode_id for scale_id in each.scale_ids
    )
    words = [open_scale(current_clinic(), current_actor(), scale_id, language) for scale_id in chosen]
    missing = [
        one.scale.title
        for one in words
        if one.source is not WordingSource.NEUTRAL and one.language.split("-")[0] != language.split("-")[0]
    ]
    if missing:
        named = LANGUAGES.get(language, language)
        yield f"{', '.join(missing)}: there is no wording in {named} here. The questions come in English."


def draw_loopback_note(address: str) -> None:
    """Say that another device cannot come here, when this clinic is served to this machine alone."""
    if is_this_machine_alone(address):
        st.warning(NO_ADDRESS)
