"""Every way to give a form: which scales, who fills them in and in which turn, on this tablet or elsewhere."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.attempt import saying_why
from dashboard.components.given_out import draw_given_out
from dashboard.components.hand_over_button import hand_over_button
from dashboard.components.invitation_card import draw_invitation
from dashboard.components.links import page_link
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


def page() -> None:
    """Draw the choices from top to bottom, and the form's address once it is made."""
    client = _client_asked_for()
    if client is None or not client.can_hand_over:
        _draw_empty(client)
        st.stop()
    page_link("To the client's page", "client", {"episode": client.episode.episode_id}, icon=":material/arrow_back:")
    st.title("Give a form", anchor=False)
    st.html(f'<p class="ml-lead">{_lead(client)}</p>')
    meeting = _meeting(client)
    kind = st.segmented_control("What", list(ScaleKind), default=_due(client), format_func=_called)
    asked = _own_part(client, kind or _due(client), meeting)
    others = _others(client)
    way = st.segmented_control("Where", list(Way), default=Way.TABLET, format_func=WAY.__getitem__, required=True)
    _draw_way(client, way, [*asked, *_parts_of(others, kind or _due(client))])
    draw_given_out(client.episode.episode_id)


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
        st.info(f"{client.client_label} cannot be rated now: episode closed, not yours, or consent withdrawn.")
        page_link("To the client's page", "client", {"episode": client.episode.episode_id})


def _lead(client: ClientPage) -> str:
    return f"For {escape(client.client_label)}. The form shows no name."


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


def _own_part(client: ClientPage, kind: ScaleKind, meeting: int | None) -> list[Asked]:
    band, episode_id = client.episode.age_band, client.episode.episode_id
    fitting = [choice.scale_id for choice in client.scales if choice.kind is kind]
    scales = st.multiselect(
        "Scales, one after the other",
        fitting,
        default=[one for one in leading_pair(band) if one in fitting],
        format_func=lambda scale_id: scale(scale_id).title,
        key=f"scales-{kind}",
    )
    return [
        Asked(episode_id=episode_id, scale_ids=tuple(scales), informant=who, meeting=meeting)
        for who in _informants(band, kind)
        if scales
    ]


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
        help="For couples, families and groups. Each person's form is stored with their own episode.",
    )
    return [here[episode_id] for episode_id in chosen]


def _parts_of(others: Sequence[CaseloadRow], kind: ScaleKind) -> list[Asked]:
    place = 0 if kind is ScaleKind.OUTCOME else 1
    return [Asked(episode_id=row.episode_id, scale_ids=(leading_pair(row.age_band)[place],)) for row in others]


def _draw_way(client: ClientPage, way: Way, asked: list[Asked]) -> None:
    if not asked:
        st.info("Choose at least one scale and one person.")
        return
    if len({each.episode_id for each in asked}) > 1 and way is not Way.TABLET:
        st.info("Several people take turns on this tablet. For other devices, give each person a form of their own.")
        return
    if any(each.scale_ids[0].endswith("srs") for each in asked) and len(asked) > 1:
        asked = _as_group(asked)
    draw = {Way.TABLET: _draw_tablet, Way.CODE: _draw_code, Way.LINK: _draw_link}[way]
    draw(client, asked)


def _as_group(asked: list[Asked]) -> list[Asked]:
    """The session rating of a group asks about the group."""
    if not st.toggle("This is a group: ask about the group", value=False):
        return asked
    return [replace(each, scale_ids=(GROUP_SCALE,)) for each in asked]


def _draw_tablet(_client: ClientPage, asked: list[Asked]) -> None:
    hand_over_button(asked, "Hand over this tablet", primary=True)
    st.caption("You are signed out on this tablet. Your PIN brings you back to the client's page.")


def _draw_code(client: ClientPage, asked: list[Asked]) -> None:
    if st.button("Make a code", type="primary"):
        with saying_why():
            _remember(client, invite(current_clinic(), current_actor(), asked, way=Way.CODE))
    _draw_remembered(client, Way.CODE)


def _draw_link(client: ClientPage, asked: list[Asked]) -> None:
    word = st.text_input(
        "Initials or a word that the client knows",
        max_chars=40,
        autocomplete="off",
        width=320,
        help="The link shows nothing until it was given. Agree on it beforehand; do not send it with the link.",
    )
    if st.button("Make a link", type="primary"):
        with saying_why():
            _remember(client, invite(current_clinic(), current_actor(), asked, way=Way.LINK, word=word))
    _draw_remembered(client, Way.LINK)


def _remember(client: ClientPage, handed: HandOver) -> None:
    """Keep what was made while this page is open: nobody can look it up later."""
    st.session_state[INVITED] = (client.episode.episode_id, handed)


def _draw_remembered(client: ClientPage, way: Way) -> None:
    episode_id, handed = st.session_state.get(INVITED, ("", None))
    if episode_id == client.episode.episode_id and handed is not None and handed.way is way:
        with st.container(border=True):
            draw_invitation(handed)
