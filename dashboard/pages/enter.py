"""A rating given on paper or spoken, entered by keyboard: numbers, Enter, and the sum to compare."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import FORM_WIDTH, done, draw_done, form_number
from dashboard.components.focus_in import focus_in
from dashboard.components.links import page_link
from dashboard.components.typed_scores import HOW, read_answers, read_total
from dashboard.dates import day_said
from dashboard.plain_text import plain
from dashboard.words import INFORMANT, MODE
from fit.casework.clinician import open_client, open_scale, record_in_room
from fit.casework.views import RatingStatus
from fit.errors import AccessDeniedError, ConflictError, InputError, NotFoundError, RatingError
from fit.ratings import Informant, Mode
from fit.scales import Layout, Score

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fit.casework.views import ClientPage, ReceiptStatus, SessionRow
    from fit.scales import Item, Scale, Wording

__all__ = ["page"]

TODAY = ""
"""Stands for today's session, which is begun when the rating is stored."""


def page() -> None:
    """Ask for the numbers of one scale, compare the sum, store it in the session it belongs to."""
    client = _client_asked_for()
    if client is None:
        st.title("Enter a rating", anchor=False)
        st.info("Choose a client first; entering begins on the client's page.")
        page_link("Back to your list", "")
        st.stop()
    page_link("To the client's page", "client", _query(client), icon=":material/arrow_back:")
    asked = st.query_params.get("scale", "")
    if not client.can_hand_over or asked not in {choice.scale_id for choice in client.scales}:
        _draw_choice(client)
        st.stop()
    _draw_entry(client, open_scale(current_clinic(), current_actor(), asked, client.episode.language))


def _client_asked_for() -> ClientPage | None:
    try:
        return open_client(current_clinic(), current_actor(), st.query_params.get("episode", ""))
    except (AccessDeniedError, InputError, NotFoundError):
        return None


def _query(client: ClientPage, **more: str) -> dict[str, str]:
    return {"episode": client.episode.episode_id, **more}


def _draw_choice(client: ClientPage) -> None:
    st.title("Enter a rating", anchor=False)
    if not client.can_hand_over:
        st.info(f"{plain(client.client_label)} cannot be rated now: episode closed, not yours, or consent withdrawn.")
        return
    draw_done()
    st.markdown("Which scale was given on paper or spoken?")
    for choice in client.scales:
        page_link(choice.title, "enter", _query(client, scale=choice.scale_id), icon=":material/keyboard:")


def _draw_entry(client: ClientPage, wording: Wording) -> None:
    scale = wording.scale
    st.title(f"Enter {scale.title}", anchor=False)
    _draw_scales(client, scale)
    _say_what_is_here(client, scale)
    form = f"enter-{client.episode.episode_id}-{scale.id}"
    number = form_number(form)
    how = Mode(
        st.radio("How it was given", [Mode.PAPER.value, Mode.ORAL.value], horizontal=True, format_func=_mode_name)
    )
    st.caption(_how(scale, how))
    # beside the first line, where the keyboard is
    draw_done()
    with st.container(key="typed"), st.form(f"{form}-{number}", width=FORM_WIDTH):
        typed = {item.id: _ask(item, place, f"{form}-{number}") for place, item in enumerate(scale.items, 1)}
        on_paper = _ask_total(scale, f"{form}-{number}")
        session_id, informant = _ask_where(client, f"{form}-{number}")
        sent = st.form_submit_button("Check and store", type="primary")
    if sent:
        _take(client, scale, typed, on_paper, (how, session_id, informant), form)
    else:
        focus_in("typed", once_for=f"{form}-{number}")
    page_link("All ratings of this client", "ratings", _query(client), icon=":material/list_alt:")
    st.html(f'<p class="ml-quiet">{_blank_form_links(client, scale)}</p>')


def _draw_scales(client: ClientPage, scale: Scale) -> None:
    """Let another scale be chosen here: whoever has two sheets on the desk stays on this page."""
    titles = {choice.scale_id: choice.title for choice in client.scales}
    chosen = st.segmented_control(
        "Scale", titles, default=scale.id, required=True, format_func=titles.__getitem__, key=f"scale-{scale.id}"
    )
    if chosen != scale.id:
        del st.session_state[f"scale-{scale.id}"]
        _go_on_with(chosen)
        st.rerun()


def _say_what_is_here(client: ClientPage, scale: Scale) -> None:
    if any(choice.scale_id == scale.id and choice.recorded_today for choice in client.scales):
        st.info(
            f"The {scale.title} of today is here already. Choose another session below; or take that rating out first, "
            "under All ratings of this client."
        )


def _go_on_with(scale_id: str) -> None:
    st.query_params["scale"] = scale_id


def _blank_form_links(client: ClientPage, scale: Scale) -> str:
    query = {"scale": scale.id, "language": client.episode.language, "for": client.episode.age_band.value}
    links = (
        f'<a href="/api/blank-form?{urlencode({**query, "sheet": sheet})}">{name}</a>'
        for sheet, name in (("a4", "A4"), ("letter", "Letter"))
    )
    return f"Blank form to print: {' · '.join(links)}"


def _how(scale: Scale, mode: Mode) -> str:
    by_layout = {
        Layout.CHOICES: "Write the digit that stands in the ticked box, or that belongs to the answer given.",
        Layout.FACES: "Choose the face; it is kept without a number.",
    }
    return f"{by_layout.get(scale.layout, HOW[mode])} Tab goes on, Enter checks."


def _ask(item: Item, place: int, key: str) -> str:
    if any(choice.id for choice in item.choices):
        faces = {str(choice.score): choice.text for choice in reversed(item.choices)}
        return st.radio(item.prompt, faces, index=None, format_func=faces.__getitem__, key=f"{key}-{item.id}") or ""
    return st.text_input(
        f"{place}. {item.prompt}{_ends(item)}", key=f"{key}-{item.id}", max_chars=5, autocomplete="off"
    )


def _ends(item: Item) -> str:
    """Say which digit means what, for on some items the highest one comes first."""
    if not item.choices:
        return ""
    first, last = (f"{one.score.tenths // 10} = {one.text}" for one in (item.choices[0], item.choices[-1]))
    return f" ({first}, {last})"


def _ask_total(scale: Scale, key: str) -> str:
    if not scale.scored:
        return ""
    label = "Total on the paper (may stay empty)"
    return st.text_input(label, key=f"{key}-total", max_chars=5, autocomplete="off")


def _ask_where(client: ClientPage, key: str) -> tuple[str, Informant]:
    sessions = {TODAY: "Today", **{row.session_id: _named(row) for row in _earlier(client)}}
    asked = [row.session_id for row in _earlier(client) if str(row.meeting) == st.query_params.get("meeting", "")]
    index = list(sessions).index(asked[0]) if asked else 0
    session_id = st.selectbox("Session", sessions, index=index, format_func=sessions.__getitem__, key=f"{key}-session")
    who = st.selectbox("Given by", [one.value for one in Informant], format_func=_who, key=f"{key}-informant")
    return session_id, Informant(who)


def _mode_name(mode: str) -> str:
    return MODE[Mode(mode)]


def _who(informant: str) -> str:
    return INFORMANT[Informant(informant)]


def _earlier(client: ClientPage) -> Sequence[SessionRow]:
    """Sessions before today, the newest first."""
    return [row for row in reversed(client.sessions) if row.occurred_on != client.as_of]


def _named(row: SessionRow) -> str:
    return f"Session {row.meeting}, {day_said(row.occurred_on, 'day not known')}"


def _take(
    client: ClientPage,
    scale: Scale,
    typed: Mapping[str, str],
    on_paper: str,
    where: tuple[Mode, str, Informant],
    form: str,
) -> None:
    try:
        answers = read_answers(scale, typed, where[0])
        total = scale.total_of(answers)
        if _is_agreed(total, read_total(scale, on_paper), (form, *typed.values(), *where)):
            _store(client, scale, answers, where, form)
            _say_stored(client, scale, total, where[1], form)
    except (AccessDeniedError, ConflictError, InputError, NotFoundError) as refused:
        st.error(plain(str(refused)))


def _is_agreed(total: Score | None, on_paper: Score | None, typed: tuple[str, ...]) -> bool:
    """Whether the sum was compared: with the paper's total, or by looking at it and pressing Enter once more."""
    if total is None or on_paper == total:
        return True
    if on_paper is not None:
        raise RatingError(f"The lines add up to {total}, the paper says {on_paper}. Measure or add up once more.")
    seen = st.session_state.get("sum-was-seen") == typed
    st.session_state["sum-was-seen"] = typed
    if not seen:
        st.info(f"The lines add up to **{total}**. Right? Press Enter once more to store it.")
    return seen


def _store(
    client: ClientPage, scale: Scale, answers: Mapping[str, Score], where: tuple[Mode, str, Informant], form: str
) -> ReceiptStatus:
    mode, session_id, informant = where
    receipt = record_in_room(
        current_clinic(),
        current_actor(),
        client.episode.episode_id,
        scale_id=scale.id,
        answers=answers,
        mode=mode,
        line_length_px=None,
        calibrated=False,
        idempotency_key=_key_of(form),
        informant=informant,
        session_id=session_id or None,
    )
    return receipt.status


def _key_of(form: str) -> str:
    """One key a form, so that Enter pressed twice stores once."""
    key: str = st.session_state.setdefault(f"key-{form}-{form_number(form)}", secrets.token_hex(16))
    return key


def _say_stored(client: ClientPage, scale: Scale, total: Score | None, session_id: str, form: str) -> None:
    sessions = {row.session_id: _named(row) for row in client.sessions}
    what = f"{scale.title} {total}" if total is not None else f"{scale.title}, the face"
    rest = _still_to_enter(client, scale, session_id)
    if rest:
        _go_on_with(rest)
    done(form, f"Stored: {what}, {sessions.get(session_id, 'today')}.")


def _still_to_enter(client: ClientPage, stored: Scale, session_id: str) -> str:
    """The other scale of the client's pair, when this session has none of it yet."""
    asked = (
        row for row in client.sessions if (row.session_id == session_id if session_id else _is_todays(client, row))
    )
    given = {row.scale_id for session in asked for row in session.ratings if row.status is RatingStatus.ACTIVE}
    return next((one for one in client.pair if one not in {*given, stored.id} and stored.id in client.pair), "")


def _is_todays(client: ClientPage, row: SessionRow) -> bool:
    return row.occurred_on == client.as_of
