"""A rating on the clinic's own screen, in the room; or the step from here to the client's own form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components import form_words
from dashboard.components.hand_over_button import hand_over_button
from dashboard.components.links import page_link
from dashboard.components.rating_line import form_key, rating_form
from dashboard.words import KIND
from fit.casework.clinician import open_client, record_in_room
from fit.casework.views import Asked
from fit.errors import AccessDeniedError, ConflictError, InputError, NotFoundError
from fit.ratings import Informant, Mode
from fit.scales import scale

if TYPE_CHECKING:
    from dashboard.components.filled_form import FilledForm
    from fit.casework.actor import Actor
    from fit.casework.views import ClientPage, ScaleChoice
    from fit.scales import Scale

__all__ = ["page"]

STORED = ""
"""What became of a sent form: stored, else the reason why not."""


def page() -> None:
    """Draw one scale for one client, store what is sent, say thank you."""
    actor = current_actor()
    client = _client_asked_for(actor)
    choice = _scale_asked_for(client) if client else None
    if client is None or choice is None or not client.can_hand_over:
        _draw_empty(client)
        st.stop()
    key = form_key(client.episode.episode_id, choice.scale_id, client.as_of)
    _draw_form(actor, client, choice, key)


def _client_asked_for(actor: Actor) -> ClientPage | None:
    episode_id = st.query_params.get("episode", "")
    try:
        return open_client(current_clinic(), actor, episode_id)
    except (AccessDeniedError, InputError, NotFoundError):
        return None


def _scale_asked_for(client: ClientPage) -> ScaleChoice | None:
    asked = st.query_params.get("scale", "")
    return next((choice for choice in client.scales if choice.scale_id == asked), None)


def _draw_empty(client: ClientPage | None) -> None:
    st.title("Rating", anchor=False)
    if client is None:
        st.info("Choose a client first; a rating starts on the client's page.")
        page_link("Back to the caseload", "")
    elif not client.can_hand_over:
        st.info(f"{client.client_label} cannot be rated now: episode closed, not yours, or consent withdrawn.")
        _link_back(client)
    else:
        st.info("Choose which rating to give on the client's page.")
        _link_back(client)


def _draw_form(actor: Actor, client: ClientPage, choice: ScaleChoice, key: str) -> None:
    shown, language = scale(choice.scale_id), client.episode.language
    became = st.session_state.get(_became(key))
    if became is None:
        _draw_opening(client, choice, shown)
    filled = _filled(shown, key, language, is_over=became is not None)
    if became is None and filled is None:
        _draw_foot(client, choice, shown)
    elif became is None and filled is not None:
        st.session_state[_became(key)] = _record(actor, client, choice, filled)
        st.rerun()
    elif filled is None:
        # somebody came back to this page later: the form of then is gone
        del st.session_state[_became(key)]
        st.rerun()
    else:
        _draw_end(client, str(became))


def _became(key: str) -> str:
    return f"{key}.became"


def _filled(shown: Scale, key: str, language: str, *, is_over: bool) -> FilledForm | None:
    try:
        return rating_form(shown, key=key, language=language, stored=is_over)
    except InputError as wrong:
        st.error(str(wrong))
        st.stop()


def _record(actor: Actor, client: ClientPage, choice: ScaleChoice, filled: FilledForm) -> str:
    try:
        record_in_room(
            current_clinic(),
            actor,
            client.episode.episode_id,
            scale_id=choice.scale_id,
            answers=filled.answers,
            mode=Mode.TABLET,
            line_length_px=filled.line_length_px,
            calibrated=filled.calibrated,
            idempotency_key=filled.idempotency_key,
        )
    except (AccessDeniedError, ConflictError, InputError, NotFoundError) as refused:
        return str(refused)
    return STORED


def _draw_opening(client: ClientPage, choice: ScaleChoice, shown: Scale) -> None:
    ask, how = form_words.opening(shown, Informant.CLIENT, client.episode.language)
    st.caption(f"{client.client_label} · {KIND[choice.kind]}")
    st.title(ask, anchor=False)
    st.markdown(how)
    if choice.recorded_today:
        st.info(f"Today's {choice.title} of this client is already here.")


def _draw_foot(client: ClientPage, choice: ScaleChoice, shown: Scale) -> None:
    st.caption(form_words.small_print(shown, client.episode.language))
    with st.container(horizontal=True, vertical_alignment="center"):
        asked = Asked(episode_id=client.episode.episode_id, scale_ids=(choice.scale_id,))
        hand_over_button([asked], "Hand over this device instead")
        _link_back(client)


def _draw_end(client: ClientPage, became: str) -> None:
    words = form_words.form_words(client.episode.language)
    if became == STORED:
        st.title(words["thanks_title"], anchor=False)
        st.markdown(words["thanks_in_room"])
    else:
        st.title("This rating was not stored", anchor=False)
        st.warning(became)
    _link_back(client)


def _link_back(client: ClientPage) -> None:
    page_link("To the client's page", "client", {"episode": client.episode.episode_id}, icon=":material/arrow_back:")
