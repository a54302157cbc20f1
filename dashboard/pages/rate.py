"""A rating on the clinic's own screen, in the room; or the step from here to the client's own form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components import form_words
from dashboard.components.client_head import draw_client_head
from dashboard.components.filled_form import SkippedForm
from dashboard.components.hand_over_button import hand_over_button
from dashboard.components.links import page_link
from dashboard.components.rating_line import form_key, rating_form
from dashboard.plain_text import plain
from dashboard.words import KIND
from fit.casework.clinician import open_client, open_scale, record_in_room, skip_in_room
from fit.casework.views import Asked
from fit.errors import AccessDeniedError, ConflictError, InputError, NotFoundError, StoreUnavailableError
from fit.ratings import Informant, Mode

if TYPE_CHECKING:
    from dashboard.components.filled_form import FilledForm
    from fit.casework.actor import Actor
    from fit.casework.views import ClientPage, ScaleChoice
    from fit.scales import Scale

__all__ = ["page"]

STORED = ""
"""What became of a sent form: stored, else the reason why not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """One scale for one client, filled in by one informant, in the clinic's words."""

    actor: Actor
    client: ClientPage
    choice: ScaleChoice
    informant: Informant
    scale: Scale

    @property
    def language(self) -> str:
        return self.client.episode.language

    @property
    def key(self) -> str:
        """The name of this form of this day: a mark made before a reload finds its own form again."""
        return f"{form_key(self.client.episode.episode_id, self.choice.scale_id, self.client.as_of)}{self._by}"

    @property
    def _by(self) -> str:
        return "" if self.informant is Informant.CLIENT else f".{self.informant.value}"

    @property
    def became(self) -> str:
        return f"{self.key}.became"


def page() -> None:
    """Draw one scale for one client, store what is sent, say thank you."""
    actor = current_actor()
    client = _client_asked_for(actor)
    choice = _scale_asked_for(client) if client else None
    if client is None or choice is None or not client.can_hand_over:
        _draw_empty(client)
        st.stop()
    wording = open_scale(current_clinic(), actor, choice.scale_id, client.episode.language)
    _draw_form(_Form(actor=actor, client=client, choice=choice, informant=_informant(), scale=wording.scale))


def _informant() -> Informant:
    asked = st.query_params.get("informant", "")
    return Informant(asked) if asked in set(Informant) else Informant.CLIENT


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
        st.info(f"{plain(client.client_label)} cannot be rated now: episode closed, not yours, or consent withdrawn.")
        _link_back(client)
    else:
        st.info("Choose which rating to give on the client's page.")
        _link_back(client)


def _draw_form(form: _Form) -> None:
    became = st.session_state.get(form.became)
    if became is None:
        _draw_opening(form)
    sent = _sent(form, is_over=became is not None)
    if became is None and sent is None:
        _draw_foot(form)
    elif became is None and sent is not None:
        st.session_state[form.became] = _record(form, sent)
        st.rerun()
    elif sent is None:
        # somebody came back to this page later: the form of then is gone
        del st.session_state[form.became]
        st.rerun()
    else:
        _draw_end(form, str(became), skipped=isinstance(sent, SkippedForm))


def _sent(form: _Form, *, is_over: bool) -> FilledForm | SkippedForm | None:
    words = form_words.form_words(form.language)
    own = current_clinic().crisis_text(form.language)
    try:
        return rating_form(
            form.scale,
            key=form.key,
            language=form.language,
            stored=is_over,
            age_band=form.client.episode.age_band,
            informant=form.informant,
            crisis=own or (words["crisis_title"], words["crisis"]),
        )
    except InputError as wrong:
        st.error(plain(str(wrong)))
        st.stop()


def _record(form: _Form, sent: FilledForm | SkippedForm) -> str:
    try:
        _skip(form, sent) if isinstance(sent, SkippedForm) else _store(form, sent)
    except (AccessDeniedError, ConflictError, InputError, NotFoundError, StoreUnavailableError) as refused:
        return str(refused)
    return STORED


def _skip(form: _Form, sent: SkippedForm) -> None:
    skip_in_room(
        current_clinic(),
        form.actor,
        form.client.episode.episode_id,
        scale_id=form.choice.scale_id,
        reason=sent.reason,
        idempotency_key=sent.idempotency_key,
        informant=form.informant,
    )


def _store(form: _Form, sent: FilledForm) -> None:
    record_in_room(
        current_clinic(),
        form.actor,
        form.client.episode.episode_id,
        scale_id=form.choice.scale_id,
        answers=sent.answers,
        mode=Mode.TABLET,
        line_length_px=sent.line_length_px,
        calibrated=sent.calibrated,
        idempotency_key=sent.idempotency_key,
        informant=form.informant,
    )


def _draw_opening(form: _Form) -> None:
    ask, how = form_words.opening(form.scale, form.informant, form.language, form.client.episode.age_band)
    st.caption(f"{plain(form.client.client_label)} · {KIND[form.choice.kind]}")
    draw_client_head(form.language, ask, how)
    if form.choice.recorded_today and form.informant is Informant.CLIENT:
        st.info(f"Today's {form.choice.title} of this client is already here.")


def _draw_foot(form: _Form) -> None:
    st.caption(form_words.small_print(form.scale, form.language))
    with st.container(horizontal=True, vertical_alignment="center"):
        asked = Asked(
            episode_id=form.client.episode.episode_id, scale_ids=(form.choice.scale_id,), informant=form.informant
        )
        hand_over_button([asked], "Hand over this device instead")
        _link_back(form.client)


def _draw_end(form: _Form, became: str, *, skipped: bool) -> None:
    words = form_words.form_words(form.language)
    if became != STORED:
        st.title("This rating was not stored", anchor=False)
        st.warning(became)
    elif skipped:
        draw_client_head(form.language, words["skipped_title"], words["skipped_in_room"], is_end=True)
    else:
        draw_client_head(form.language, words["thanks_title"], words["thanks_in_room"], is_end=True)
    _link_back(form.client)


def _link_back(client: ClientPage) -> None:
    page_link(
        "For the clinician: back to the client's page",
        "client",
        {"episode": client.episode.episode_id},
        icon=":material/arrow_back:",
    )
