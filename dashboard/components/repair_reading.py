"""Reading the rupture: which kind, and what it is about. The product suggests, each with its reasons; people decide."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.access.identity import current_actor
from dashboard.clinic import current_clinic
from dashboard.components.repair_writing import (
    begun,
    choice_of,
    deed,
    draw_outcome,
    looked_at,
    looks_at,
    open_plan,
)
from dashboard.components.why import WHY
from dashboard.dialogue_words import MARKER_KIND
from dashboard.guide_words import ABOUT, ABOUT_MEANS, KIND_MEANS, KIND_SEEN, LINE
from fit.casework.clinician import save_reading
from fit.dialogue import markers
from fit.repair import Dimension, KindSeen, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fit.casework.views import RepairPage
    from fit.repair import DimensionReading, Evidence, ItemFall, KindReading

__all__ = ["draw_reading", "kind_and_about"]

PLACE = "reading"
OPEN = "Nothing points clearly one way. “Not sure” is a good answer."
NOTHING_CLEAR = (
    "Nothing speaks clearly enough for one or the other. Faint signs are left out, for ordinary sessions have them too."
)
KEPT = "Your reading is kept. You can change it whenever you see it otherwise."


def kind_and_about(found: RepairPage) -> tuple[KindSeen, Dimension]:
    """How the session is read now: as chosen, or as a plan says; not sure as long as nobody has said."""
    kept = (KindSeen.NOT_SURE, Dimension.NOT_SURE)
    if found.plan is not None:
        kept = (found.plan.plan.kind, found.plan.plan.dimension)
    kind, about = choice_of(found) if found.can_write else (None, None)
    return kind or kept[0], about or kept[1]


def draw_reading(found: RepairPage) -> None:
    """Draw both questions with what is suggested; for who only reads, the answers."""
    with st.container(key="repair-reading", gap="small"):
        st.header("How you read it" if found.can_write else "How it was read", anchor="repair-reading")
        if found.can_write:
            _draw_choices(found)
        else:
            _draw_read(found)


def _draw_read(found: RepairPage) -> None:
    if found.plan is None:
        st.html('<p class="ml-quiet">It has not been read yet.</p>')
    else:
        kind, about = kind_and_about(found)
        st.html(f"<p>{KIND_SEEN[kind]}. About: {ABOUT[about].lower()}.</p>")
    _draw_why("kind", _kind_said(found.kind), _kind_reasons(found.kind))
    _draw_why("about", _about_said(found.dimension), _about_reasons(found.dimension))


def _draw_choices(found: RepairPage) -> None:
    _put_in_what_is_kept(found)
    kind_likely, about_likely = found.kind.likely, found.dimension.likely
    _draw_question(found, "kind", "What happened between you?", KIND_SEEN, KIND_MEANS, kind_likely)
    _draw_why("kind", _kind_said(found.kind), _kind_reasons(found.kind))
    _draw_question(found, "about", "What may it be about?", ABOUT, ABOUT_MEANS, about_likely)
    _draw_why("about", _about_said(found.dimension), _about_reasons(found.dimension))
    draw_outcome(PLACE)
    if open_plan(found) is None:
        again = "Begin another plan with this reading" if found.plan else "Begin the plan with this reading"
        st.button(again, key="begin-plan", type="primary", on_click=_begin, args=(found,))
    else:
        st.html(f'<p class="ml-quiet">{KEPT}</p>')


def _put_in_what_is_kept(found: RepairPage) -> None:
    """Choices of a plan are kept at once, so what is shown is what is kept."""
    plan = open_plan(found)
    for name, kept in (("kind", plan and plan.plan.kind), ("about", plan and plan.plan.dimension)):
        key = f"{name}-{found.session_id}"
        if kept is not None and st.session_state.get(key) is not kept:
            st.session_state[key] = kept


def _draw_question(
    found: RepairPage,
    name: str,
    question: str,
    words: Mapping[KindSeen, str] | Mapping[Dimension, str],
    means: Mapping[KindSeen, str] | Mapping[Dimension, str],
    likely: KindSeen | Dimension,
) -> None:
    marked = {one: f"{said} · suggested" if _is_marked(one, likely) else said for one, said in words.items()}
    st.radio(
        question,
        list(marked),
        index=None,
        key=f"{name}-{found.session_id}",
        format_func=marked.__getitem__,
        captions=list(means.values()),
        on_change=_keep,
        args=(found,),
    )


def _is_marked(one: KindSeen | Dimension, likely: KindSeen | Dimension) -> bool:
    """A suggestion is marked only where something speaks for it."""
    return one == likely and one not in {KindSeen.NOT_SURE, Dimension.NOT_SURE}


def _begin(found: RepairPage) -> None:
    deed(PLACE, lambda: begun(found), "The plan is begun, as a draft. Take your time with it.")


def _keep(found: RepairPage) -> None:
    """Keep a changed choice in the plan that is under way; without one it waits until something is kept."""
    plan = open_plan(found)
    kind, about = choice_of(found)
    if plan is None or kind is None or about is None:
        return

    def work() -> None:
        place = (current_clinic(), current_actor(), found.episode_id, found.session_id)
        saved = save_reading(*place, kind=kind, dimension=about, version=looked_at(plan.plan_id))
        looks_at(saved.plan_id, saved.version)

    deed(PLACE, work)


def _draw_why(name: str, suggestion: str, reasons: Iterable[str]) -> None:
    st.html(f'<p class="repair-suggests">{suggestion}</p>')
    listed = "".join(f"<li>{one}</li>" for one in reasons)
    with st.expander(WHY, type="compact", key=f"why-{name}"):
        st.html(f'<ul class="repair-list">{listed}</ul>' if listed else f"<p>{NOTHING_CLEAR}</p>")
        st.html('<p class="ml-quiet">Found by words, pauses and ratings. You were there: you decide.</p>')


def _kind_said(reading: KindReading) -> str:
    if reading.likely is KindSeen.NOT_SURE:
        return OPEN
    return f"What was found speaks for: {KIND_SEEN[reading.likely].lower()}."


def _about_said(reading: DimensionReading) -> str:
    also = " and ".join(ABOUT[one].lower() for one in reading.possible)
    if reading.likely is Dimension.NOT_SURE:
        return f"{OPEN} Possible: {also}." if also else OPEN
    possible = f" Also possible: {also}." if also else ""
    return f"What was found speaks for: {ABOUT[reading.likely].lower()}.{possible}"


def _kind_reasons(reading: KindReading) -> list[str]:
    return [f"{MARKER_KIND[kind]}: {_reason(one)}" for kind, found in reading.evidence.items() for one in found]


def _about_reasons(reading: DimensionReading) -> list[str]:
    return [f"{ABOUT[about]}: {_reason(one)}" for about, found in reading.evidence.items() for one in found]


RULES: Mapping[str, str] = {
    "alliance_missing": "the session was not rated, which can be a way of saying nothing",
    "flat_40": "every session was rated full, so it may not feel safe to mark less",
}


def _reason(one: Evidence) -> str:
    """Say a piece of evidence as HTML."""
    if one.source is Source.SIGN and one.sign is not None:
        title = _titles()[one.of].lower()
        return f"possibly {escape(title)}, turn {one.sign.turn + 1}: <q>{escape(one.sign.evidence)}</q>"
    if one.source is Source.ITEM and one.fall is not None:
        return _fall(one.fall)
    if one.source is Source.CHANGE:
        return "life has reliably improved since the start, so movement has begun"
    return RULES.get(one.of, one.of.replace("_", " "))


def _fall(fall: ItemFall) -> str:
    line = LINE[fall.item].lower()
    if fall.before is None:
        return f"the line “{line}” is low: {fall.now}"
    return f"the line “{line}” is among those that fell most, from {fall.before} to {fall.now}"


@cache
def _titles() -> dict[str, str]:
    return {one.id: one.title for one in markers()}
