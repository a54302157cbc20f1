"""Writing in the guide: what was looked at stays known, so that nobody writes over what somebody else wrote meanwhile.

Every deed is a callback: it is done before the page is read again, which therefore shows it in the same look. A field
keeps what was typed when a deed is refused, and shows beside it what another person, or another device, wrote.
"""

from __future__ import annotations

from html import escape
from time import monotonic
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from fit.casework.clinician import save_reading
from fit.errors import AccessDeniedError, ConflictError, InputError, NotFoundError, StoreUnavailableError
from fit.repair import Dimension, KindSeen, Step

if TYPE_CHECKING:
    from collections.abc import Callable

    from fit.casework.views import RepairPage, RepairPlanRow

__all__ = [
    "begun",
    "choice_of",
    "deed",
    "draw_outcome",
    "draw_theirs",
    "field",
    "look",
    "looked_at",
    "looked_through",
    "looks_at",
    "open_plan",
    "typed",
]

LOOKED = "repair-looked-at"
CAME_OF_IT = "repair-came-of-it"
FIRST_SAID = "repair-came-of-it-first-said"
SAID_FOR_S = 3.0
"""Redrawn within so long, it is said again."""
TOLD = "repair-told-of-a-conflict"
JUST_BEGUN = "repair-just-begun"
"""By session the plan that a deed began since the page was read: two deeds of one press begin one plan."""


def open_plan(found: RepairPage) -> RepairPlanRow | None:
    """The plan about this session that is under way; None where there is none, or only an ended one."""
    return None if found.plan is None or found.plan.plan.state.is_ended else found.plan


def look(found: RepairPage) -> None:
    """Remember what the page that was read just now holds, where nothing was looked at before."""
    st.session_state.pop(JUST_BEGUN, None)
    for name, version in _versions(found).items():
        if name not in st.session_state.get(LOOKED, {}):
            looks_at(name, version)


def looked_through(found: RepairPage) -> None:
    """Take what is on the page as looked at, unless a field holds something else than what somebody wrote meanwhile.

    Then the next deed is refused once: whoever leaves a field and presses a button in one move has not seen the other's
    words yet.
    """
    was_told = st.session_state.pop(TOLD, False)
    if was_told or not _holds_something_else():
        for name, version in _versions(found).items():
            looks_at(name, version)


def _holds_something_else() -> bool:
    """Whether a field that is on the page holds something else than what was written elsewhere."""
    told = [str(key).removeprefix("theirs-") for key in st.session_state if str(key).startswith("theirs-")]
    return any(key in st.session_state for key in told)


def _versions(found: RepairPage) -> dict[str, int]:
    if found.plan is None:
        return {}
    plan = found.plan.plan_id
    words = {f"{step}-{plan}": one.version for step, one in found.words.items()}
    note = 0 if found.note is None else found.note.version
    return {
        plan: found.plan.version,
        f"note-{plan}": note,
        **dict.fromkeys((f"{one}-{plan}" for one in Step), 0),
        **words,
    }


def looks_at(name: str, version: int) -> None:
    """Remember which version of something is on the screen."""
    st.session_state.setdefault(LOOKED, {})[name] = version


def looked_at(name: str) -> int:
    """The version that was on the screen; 0 where nothing was."""
    version: int = st.session_state.get(LOOKED, {}).get(name, 0)
    return version


def deed(place: str, work: Callable[[], object], said: str = "") -> bool:
    """Do it; keep for this place on the page what came of it: done, or refused and why."""
    st.session_state[CAME_OF_IT] = (place, said, "")
    st.session_state.pop(FIRST_SAID, None)
    try:
        work()
    except (AccessDeniedError, ConflictError, InputError, NotFoundError, StoreUnavailableError) as refused:
        st.session_state[CAME_OF_IT] = (place, "", str(refused))
        st.session_state[TOLD] = isinstance(refused, ConflictError)
        return False
    return True


def draw_outcome(place: str) -> None:
    """Say for a moment, beside what was pressed, that it was done or why it was refused: the page is long.

    A run that is cut off, or followed by another one at once, takes nothing away that nobody could have read. What is
    opened next, another client or session, says nothing of it.
    """
    where, said, refused = st.session_state.get(CAME_OF_IT, ("", "", ""))
    if where != place:
        return
    now, about = monotonic(), st.query_params.to_dict()
    first, about_then = st.session_state.setdefault(FIRST_SAID, (now, about))
    if now - first > SAID_FOR_S or about != about_then:
        del st.session_state[CAME_OF_IT]
        return
    if refused:
        st.error(refused)
    elif said:
        st.success(said)


def field(key: str, stored: str) -> str:
    """Name the field of this key after putting what is stored into it, unless somebody typed something else there."""
    typed_there, seed = st.session_state.get(key), st.session_state.get(f"seed-{key}")
    st.session_state[f"seed-{key}"] = stored
    if typed_there in {None, seed, stored}:
        st.session_state.pop(f"theirs-{key}", None)
        # setting what is there already would take away what is being typed
        if typed_there != stored:
            st.session_state[key] = stored
    elif seed is not None and seed != stored:
        st.session_state[f"theirs-{key}"] = stored
    return key


def typed(key: str) -> str:
    """What stands in a field."""
    return str(st.session_state.get(key) or "")


def draw_theirs(key: str) -> None:
    """Show what was written elsewhere while the field holds something else."""
    theirs = st.session_state.get(f"theirs-{key}")
    if theirs is not None:
        said = f"“{escape(theirs)}”" if theirs else "nothing any more"
        st.html(
            '<p class="repair-theirs" role="status"><strong>Changed elsewhere meanwhile.</strong> There it now says: '
            f"{said}. What you wrote is still in the field; keeping it puts it in place of that.</p>"
        )


def choice_of(found: RepairPage) -> tuple[KindSeen | None, Dimension | None]:
    """What is chosen on the page: kind and what it is about; None for what was not chosen yet."""
    return st.session_state.get(f"kind-{found.session_id}"), st.session_state.get(f"about-{found.session_id}")


def begun(found: RepairPage) -> str:
    """The id of the plan under way; the first thing that is kept begins one, as a draft.

    Raises
    ------
    ConflictError
        when somebody else began one meanwhile.
    """
    plan = open_plan(found)
    just_begun: dict[str, str] = st.session_state.setdefault(JUST_BEGUN, {})
    if plan is not None or found.session_id in just_begun:
        return just_begun[found.session_id] if plan is None else plan.plan_id
    kind, about = choice_of(found)
    saved = save_reading(
        current_clinic(),
        current_actor(),
        found.episode_id,
        found.session_id,
        kind=kind or KindSeen.NOT_SURE,
        dimension=about or Dimension.NOT_SURE,
        alert_id=None if found.alert is None else found.alert.alert_id,
    )
    looks_at(saved.plan_id, saved.version)
    just_begun[found.session_id] = saved.plan_id
    _look_at_the_session(found)
    return saved.plan_id


def _look_at_the_session(found: RepairPage) -> None:
    """Leave the address of an ended plan for that of its session, which shows the new one."""
    if "plan" in st.query_params:
        st.query_params.from_dict({"episode": found.episode_id, "session": found.session_id})
