"""Every way to give a form: which scales, who fills them in and in which turn, on this tablet or elsewhere."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import saying_why
from dashboard.components.before_giving import draw_loopback_note, is_rated_already, say_before
from dashboard.components.calibrate_link import CALIBRATE
from dashboard.components.given_out import draw_given_out
from dashboard.components.hand_over_button import hand_over_button
from dashboard.components.invitation_card import own_address
from dashboard.components.links import page_link
from dashboard.components.scroll_to import scroll_to
from dashboard.plain_text import plain
from dashboard.words import INFORMANT, KIND, WAY
from fit.casework.clinician import invite, open_caseload, open_client
from fit.casework.views import Asked, Way
from fit.errors import AccessDeniedError, InputError, NotFoundError
from fit.scales import AgeBand, Informant, ScaleKind, leading_pair, scale

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework.views import CaseloadRow, ClientPage, HandOver

__all__ = ["page"]

GROUP_SCALE = "gsrs"
ABOUT_YOUNG_PEOPLE = (Informant.CLIENT, Informant.CAREGIVER, Informant.TEACHER)
INVITED = "hand-over.invited"
MARKED_BY_OTHERS = {"ycors": "cors", "ycsrs": "csrs"}


def page() -> None:
    """Draw the choices from top to bottom, and the form's address once it is made."""
    client = _client_asked_for()
    if client is None or not client.can_hand_over:
        _draw_empty(client)
        st.stop()
    page_link("To the client's page", "client", {"episode": client.episode.episode_id}, icon=":material/arrow_back:")
    st.title("Give a form", anchor=False)
    lead = st.empty()
    meeting = _meeting(client)
    kind = st.segmented_control("What", list(ScaleKind), default=_due(client), format_func=_called, required=True)
    others = _others(client)
    lead.html(f'<p class="ml-lead">{_lead(client, others)}</p>')
    group = _is_group(kind, others)
    asked = [*_own_part(client, kind, meeting, group=group), *_parts_of(others, kind, group=group)]
    way = st.segmented_control("Where", list(Way), default=Way.TABLET, format_func=WAY.__getitem__, required=True)
    made = _draw_way(client, way, asked)
    draw_given_out(client.episode.episode_id, made, contact=client.episode.contact)
    st.html(CALIBRATE)


def _client_asked_for() -> ClientPage | None:
    try:
        return open_client(current_clinic(), current_actor(), st.query_params.get("episode", ""))
    except (AccessDeniedError, InputError, NotFoundError):
        return None


def _draw_empty(client: ClientPage | None) -> None:
    st.title("Give a form", anchor=False)
    if client is None:
        st.info("Choose a client first; a form is given from the client's page.")
        page_link("Back to the caseload", "")
    else:
        st.info(f"{plain(client.client_label)} cannot be rated now: episode closed, not yours, or consent withdrawn.")
        page_link("To the client's page", "client", {"episode": client.episode.episode_id})


def _lead(client: ClientPage, others: Sequence[CaseloadRow]) -> str:
    shown = TURNS if others else NO_NAME
    return f"For {escape(client.client_label)}. {shown}"


NO_NAME = "The form shows no name."
TURNS = "Before each turn, the screen shows the name of whose turn it is; without a name, \u201cthe next person\u201d."


def _meeting(client: ClientPage) -> int | None:
    """The session held before for which the address asks, when there was one."""
    asked = st.query_params.get("meeting", "")
    held = {str(session.meeting): session.meeting for session in client.sessions}
    if asked in held:
        st.info(f"For session {asked}, which was held before.")
    return held.get(asked)


def _called(kind: ScaleKind) -> str:
    return KIND[kind].capitalize()


def _due(client: ClientPage) -> ScaleKind:
    """What is still to be given today: about life first, then about the session."""
    given = {choice.kind for choice in client.scales if choice.recorded_today}
    return ScaleKind.ALLIANCE if ScaleKind.OUTCOME in given else ScaleKind.OUTCOME


def _is_group(kind: ScaleKind, others: Sequence[CaseloadRow]) -> bool:
    """The session rating of a group asks about the group."""
    if kind is not ScaleKind.ALLIANCE or not others:
        return False
    return st.toggle("This is a group: ask about the group (GSRS)", value=False)


def _own_part(client: ClientPage, kind: ScaleKind, meeting: int | None, *, group: bool) -> list[Asked]:
    band, episode_id = client.episode.age_band, client.episode.episode_id
    fitting = [choice.scale_id for choice in client.scales if choice.kind is kind]
    first = [GROUP_SCALE] if group else [one for one in client.pair if one in fitting]
    scales = st.multiselect(
        "Scales, one after the other",
        fitting,
        default=first,
        format_func=_scale_named,
        key=f"scales-{kind}-{group}",
        select_all=False,
    )
    return [
        Asked(episode_id=episode_id, scale_ids=_filled_in_by(who, scales), informant=who, meeting=meeting)
        for who in _informants(band, kind)
        if scales
    ]


def _scale_named(scale_id: str) -> str:
    """Name a scale with its words: "ORS: Outcome Rating Scale"."""
    one = scale(scale_id)
    return f"{one.title}: {one.about}"


def _filled_in_by(who: Informant, scales: Sequence[str]) -> tuple[str, ...]:
    """The faces of a young child are the child's own; whoever cares for the child marks lines."""
    return tuple(scales if who is Informant.CLIENT else (MARKED_BY_OTHERS.get(one, one) for one in scales))


def _informants(band: AgeBand, kind: ScaleKind) -> Sequence[Informant]:
    """Who fills it in: about an adult, and about the session, the client alone."""
    if band is AgeBand.ADULT or kind is ScaleKind.ALLIANCE:
        return (Informant.CLIENT,)
    return st.pills(
        "Who fills it in, in turn",
        ABOUT_YOUNG_PEOPLE,
        selection_mode="multi",
        default=[Informant.CLIENT],
        format_func=INFORMANT.__getitem__,
    )


def _others(client: ClientPage) -> list[CaseloadRow]:
    """Other clients of one's own in the same session: a couple, a family, a group."""
    rows = open_caseload(current_clinic(), current_actor()).rows
    here = {row.episode_id: row for row in rows if row.may_be_rated and row.episode_id != client.episode.episode_id}
    if not here:
        return []
    chosen = st.multiselect(
        "Others in this session, who take turns on the tablet",
        list(here),
        format_func=lambda episode_id: here[episode_id].client_label,
        placeholder="nobody else",
        select_all=False,
        help="For couples, families and groups. Each person's form is stored with their own episode.",
    )
    return [here[episode_id] for episode_id in chosen]


def _parts_of(others: Sequence[CaseloadRow], kind: ScaleKind, *, group: bool) -> list[Asked]:
    place = 0 if kind is ScaleKind.OUTCOME else 1
    return [
        Asked(episode_id=row.episode_id, scale_ids=(GROUP_SCALE if group else leading_pair(row.age_band)[place],))
        for row in others
    ]


def _draw_way(client: ClientPage, way: Way, asked: list[Asked]) -> HandOver | None:
    """Draw the last step; returns what was made on this page for another device."""
    if not asked:
        st.info("Choose at least one scale and one person.")
        return None
    if len({each.episode_id for each in asked}) > 1 and way is not Way.TABLET:
        st.info("Several people take turns on this tablet. For other devices, give each person a form of their own.")
        return None
    if is_rated_already(client, asked):
        return _remembered(client, way)
    made = _remembered(client, way)
    say_before(client, asked, without=made.handover_id if made else "")
    draw = {Way.TABLET: _draw_tablet, Way.CODE: _draw_code, Way.LINK: _draw_link}[way]
    draw(client, asked)
    if made is not None:
        scroll_to(("invitation-card",), once_for=made.handover_id)
    return made


def _draw_tablet(client: ClientPage, asked: list[Asked]) -> None:
    """Hand it over; with several people who belong together the PIN opens their page, and no record of one of them."""
    several = len({each.episode_id for each in asked}) > 1
    case_id = client.shared_cases[0].case_id if several and client.shared_cases else ""
    back = "the page of those seen together" if case_id else "the client's page"
    hand_over_button(asked, "Hand over this tablet", primary=True, case_id=case_id)
    st.caption(f"You will be signed out on this tablet. Your PIN brings you back to {back}.")


def _draw_code(client: ClientPage, asked: list[Asked]) -> None:
    draw_loopback_note(own_address())
    is_new = _remembered(client, Way.CODE) is None
    if st.button(
        "Make a code" if is_new else "Make a new code: this one ends", type="primary" if is_new else "secondary"
    ):
        with saying_why():
            _remember(client, invite(current_clinic(), current_actor(), asked, way=Way.CODE))


def _draw_link(client: ClientPage, asked: list[Asked]) -> None:
    draw_loopback_note(own_address())
    word = st.text_input(
        "A word or initials that the client knows, 3 letters or more",
        max_chars=40,
        autocomplete="off",
        width=360,
        help="The link shows nothing until it was given. Agree on it beforehand; do not send it with the link.",
    )
    is_new = _remembered(client, Way.LINK) is None
    if st.button(
        "Make a link" if is_new else "Make a new link: this one ends", type="primary" if is_new else "secondary"
    ):
        with saying_why():
            _remember(client, invite(current_clinic(), current_actor(), asked, way=Way.LINK, word=word))


def _remember(client: ClientPage, handed: HandOver) -> None:
    """Keep what was made while this page is open: nobody can look it up later."""
    st.session_state[INVITED] = (client.episode.episode_id, handed)
    st.rerun()


def _remembered(client: ClientPage, way: Way) -> HandOver | None:
    episode_id, handed = st.session_state.get(INVITED, ("", None))
    return handed if episode_id == client.episode.episode_id and handed is not None and handed.way is way else None
