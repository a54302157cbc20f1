"""The tablet goes round: who has filled in today's form, and one press a person to give it, or to all in turn."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.hand_over_button import hand_over_button
from dashboard.words import KIND
from fit.casework.views import Asked, SharedKind
from fit.scales import ScaleKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework.views import SharedPage, SharedPerson

__all__ = ["draw_round"]

GROUP_SCALE = "gsrs"
ABOUT = (
    "Signs you out on this tablet and opens that person's form; your PIN brings the tablet back to this page. "
    "Given to all, it goes round in the order above; before each turn it says the name, or \u201cthe next person\u201d "
    "where no name is kept. Each form is stored with the person's own episode."
)


def draw_round(page: SharedPage) -> None:
    """Draw the round for one's own clients who are part of it now and may be rated."""
    own = [one for one in page.people if one.is_here and one.own and one.row.may_be_rated]
    if not own:
        return
    st.header("Give the tablet round", anchor=False)
    kind = st.segmented_control(
        "Which form", list(ScaleKind), default=_due(own), format_func=lambda one: KIND[one].capitalize(), required=True
    )
    group = page.kind is SharedKind.GROUP and kind is ScaleKind.ALLIANCE
    about_the_group = group and st.toggle("Ask about the group (GSRS)", value=False)
    scales = {one.row.episode_id: GROUP_SCALE if about_the_group else _scale(one, kind) for one in own}
    waiting = [one for one in own if scales[one.row.episode_id] not in one.given_today]
    done = [one.row.client_label for one in own if one not in waiting]
    st.html(f"<p>{_stands(done, waiting)}</p>")
    with st.container(horizontal=True, key="tablet-round"):
        for person in waiting:
            asked = _asked(person, scales)
            label, first = f"Give to {person.row.client_label}", person is waiting[0]
            hand_over_button([asked], label, primary=first, case_id=page.case_id)
        if len(waiting) > 1:
            hand_over_button([_asked(one, scales) for one in waiting], "Give to all, in turn", case_id=page.case_id)
    if waiting:
        st.caption(ABOUT)


def _scale(person: SharedPerson, kind: ScaleKind) -> str:
    return person.pair[0 if kind is ScaleKind.OUTCOME else 1]


def _due(own: Sequence[SharedPerson]) -> ScaleKind:
    """What is still to be given: about life until everybody has, then about the session."""
    return ScaleKind.ALLIANCE if all(one.pair[0] in one.given_today for one in own) else ScaleKind.OUTCOME


def _asked(person: SharedPerson, scales: dict[str, str]) -> Asked:
    return Asked(episode_id=person.row.episode_id, scale_ids=(scales[person.row.episode_id],))


def _stands(done: Sequence[str], waiting: Sequence[SharedPerson]) -> str:
    if not waiting:
        return "Everybody has given it today."
    answered = f"Given today by {escape(', '.join(done))}. " if done else ""
    return f"{answered}Still to give it: {escape(', '.join(one.row.client_label for one in waiting))}."
