"""What is being written and is not saved yet: it outlives a rerun, a look at another page, and the server itself.

It is kept sealed in the clinic's data folder, where the server finds it that goes on for one that was stopped.

A draft knows on which saved version it was begun. When somebody saved meanwhile, it stays in the fields, and the page
shows both; what is saved then names the version that was shown, so that a third one is not written over either.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import streamlit as st

from dashboard.access import identity
from dashboard.clinic import current_clinic
from fit.casework import access
from fit.casework.views import KeptDraft
from fit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "Drafted",
    "draw_field",
    "drop",
    "field_key",
    "fold",
    "is_kept",
    "keep_as_saved",
    "look_at_draft",
    "put_in_fields",
    "typed_words",
    "words_wait",
]

DRAFTS, FILLED, ABOUT, DRAWN = "drafts", "drafts-filled", "drafts-about", "drafts-drawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """What stands in the fields, beside what is saved."""

    words: Mapping[str, str]
    based_on: int
    """The version that whoever types has seen."""
    is_changed: bool
    """Whether something stands there that is not saved."""
    was_overtaken: bool
    """Whether somebody saved another version meanwhile."""


def field_key(place: str, name: str) -> str:
    """The key of a field."""
    return f"draft-{place}-{name}"


def is_kept(episode_id: str, place: str) -> bool:
    """Whether something was being written here when the server stopped that this page was opened on."""
    return place not in _drafts() and _found(episode_id, place) is not None


def look_at_draft(
    place: str, saved: Mapping[str, str], version: int, *, episode_id: str, keep_untouched: bool = False
) -> Drafted:
    """Fill the fields of a place: with the draft where there is one, else with what is saved. Call it before them.

    Where fields are opened first, `keep_untouched` remembers that they are: what is being typed into them when the
    server stops would have no field to stand in.
    """
    _about()[place] = episode_id
    kept = _drafts().get(place) or _found(episode_id, place)
    there = {name: st.session_state.get(field_key(place, name)) for name in saved}
    if kept is not None and None in there.values():
        words = dict(kept.words)
    else:
        words = {name: saved[name] if said is None else str(said) for name, said in there.items()}
    seed, based_on = (kept.seed, kept.based_on) if kept else (saved, version)
    if kept is None and words != saved and version:
        # typed before the server was restarted: what it was based on is not known any more, so both are shown
        based_on = 0
    if words in (seed, saved):
        words, seed, based_on = dict(saved), saved, version
    _keep(place, KeptDraft(words=words, seed=seed, based_on=based_on), is_changed=keep_untouched or words != saved)
    _fill(place, words)
    changed = words != saved
    return Drafted(words=words, based_on=based_on, is_changed=changed, was_overtaken=changed and based_on != version)


def draw_field(place: str, name: str, label: str, words: str, *, longest: int, tip: str | None = None) -> None:
    """Draw a field that begins with these words, also where the browser has forgotten what stood in it.

    A browser that was on its way to another page and is called back knows no field any more. Without words to begin
    with it would show an empty one, and saving would put that in the place of what is saved.
    """
    key = field_key(place, name)
    filled = cast("set[str]", st.session_state.get(FILLED) or set())
    # what was put in during this very run is sent anyway; Streamlit warns of both
    begins_with = "" if key in filled else words
    filled.discard(key)
    st.session_state.setdefault(DRAWN, set()).add(key)
    st.text_area(label, begins_with, key=key, help=tip, height=110, max_chars=longest)


def typed_words(place: str, names: tuple[str, ...]) -> dict[str, str]:
    """What stands in the fields now; kept, should saving fail and the page with its fields not be drawn again."""
    words = {name: str(st.session_state.get(field_key(place, name)) or "") for name in names}
    kept = _drafts().get(place)
    if kept is not None:
        _drafts()[place] = replace(kept, words={**kept.words, **words})
    return words


def keep_as_saved(place: str, words: Mapping[str, str], version: int) -> None:
    """Remember that this is saved now, as that version. Only before the fields are drawn, as in a callback."""
    tidy = {name: said.strip() for name, said in words.items()}
    _keep(place, KeptDraft(words=tidy, seed=tidy, based_on=version), is_changed=False)
    _fill(place, tidy)


def put_in_fields(place: str, words: Mapping[str, str], seen: int, saved: Mapping[str, str]) -> None:
    """Put words into the fields that rest on a version that was seen. Only before the fields are drawn."""
    _keep(place, KeptDraft(words=dict(words), seed=saved, based_on=seen), is_changed=True)
    _fill(place, words)


def words_wait() -> bool:
    """Whether anything was typed, on whichever page, that is not saved: the browser asks then before it forgets it."""
    return any(
        st.session_state.get(field_key(place, name), said) != kept.seed[name]
        for place, kept in _drafts().items()
        for name, said in kept.words.items()
    )


def fold(place: str) -> None:
    """Put the fields away: what was typed in them stays, but untouched ones are not to come back by themselves."""
    kept = _drafts().get(place)
    if kept is not None and kept.words == kept.seed:
        drop(place)


def drop(place: str) -> None:
    """Forget a draft."""
    _drafts().pop(place, None)
    if place in _about():
        access.drop_draft(current_clinic(), identity.token_of_this_page(), _about()[place], place)


def _fill(place: str, words: Mapping[str, str]) -> None:
    drawn = cast("set[str]", st.session_state.get(DRAWN) or set())
    for name, said in words.items():
        # setting what is there already would take away what is being typed; so would setting what this server has not
        # drawn yet: the browser that another server left may hold more in the field than anybody was told
        key = field_key(place, name)
        known = st.session_state.get(key)
        if known != said and (known is not None or key in drawn):
            st.session_state[key] = said
            st.session_state.setdefault(FILLED, set()).add(key)


def _keep(place: str, draft: KeptDraft, *, is_changed: bool) -> None:
    """Remember it here, and where another server finds it: only what is new of it, as a page is drawn often."""
    if draft == _drafts().get(place):
        return
    _drafts()[place] = draft
    where = (current_clinic(), identity.token_of_this_page(), _about()[place], place)
    if not is_changed:
        access.drop_draft(*where)
        return
    # what can never be saved is said where it is saved; here it stays in the field
    with suppress(InputError):
        access.keep_draft(*where, draft=draft)


def _found(episode_id: str, place: str) -> KeptDraft | None:
    return access.find_draft(current_clinic(), identity.token_of_this_page(), episode_id, place)


def _drafts() -> dict[str, KeptDraft]:
    return cast("dict[str, KeptDraft]", st.session_state.setdefault(DRAFTS, {}))


def _about() -> dict[str, str]:
    """By place the episode that is written about."""
    return cast("dict[str, str]", st.session_state.setdefault(ABOUT, {}))
