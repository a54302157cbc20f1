"""What the script of the client's page is told: the parts to fill in, whose turn it is, and the words around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dashboard.components import form_words
from fit.scales import AgeBand, Informant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fit.casework.views import ClientForm, FormPart

__all__ = ["content", "words_around"]

AROUND: Final = ("page_title", "waiting_title", "waiting", "not_sent", "offline", "sending", "idle_continue")
BY_DEVICE: Final = ("thanks", "skipped", "stopped", "stop_here", "closed", "closed_title")
"""Differ between the clinic's tablet and a device of the client's own."""
STOPPING: Final = ("stop_title", "stop", "stop_not", "thanks_title", "skipped_title")
FIRST_STRONG: Final = "\N{FIRST STRONG ISOLATE}"
END: Final = "\N{POP DIRECTIONAL ISOLATE}"
OWN_TITLE: Final = {"closed_title": "closed_own_device_title"}
TURN_OF: Final = {Informant.CAREGIVER: "turn_title_caregiver", Informant.TEACHER: "turn_title_teacher"}
TURN_OF_YOUNG: Final = {AgeBand.CHILD: "turn_title_child", AgeBand.ADOLESCENT: "turn_title_young"}


def content(form: ClientForm) -> list[dict[str, Any]]:
    """Describe what is still to be filled in, in order."""
    return [_part(part, form) for part in form.open_parts]


def words_around(languages: Iterable[str], *, own_device: bool) -> dict[str, dict[str, str]]:
    """What the page says around the parts, by language: the screens follow the person whose turn it is."""
    return {form_words.spoken(language): _around(language, own_device=own_device) for language in languages}


def _around(language: str, *, own_device: bool) -> dict[str, str]:
    words = form_words.form_words(language)
    own = {name: OWN_TITLE.get(name, f"{name}_own_device") if own_device else name for name in BY_DEVICE}
    idle = "idle_own" if own_device else "idle"
    return {
        **{name: words[name] for name in (*AROUND, *STOPPING)},
        **{name: words[key] for name, key in own.items()},
        "idle_title": words[f"{idle}_title"],
        "idle": words[idle],
        "stopped_title": words["idle_title"],
        "direction": form_words.direction(language),
    }


def _part(part: FormPart, form: ClientForm) -> dict[str, Any]:
    """One scale as the page's script shows it."""
    language = part.language
    words = form_words.form_words(language)
    own = [other for other in form.parts if other.person == part.person]
    ask, how = form_words.opening(part.scale, part.informant, language, part.age_band)
    drawn = form_words.form_content(
        part.scale,
        language,
        age_band=part.age_band,
        informant=part.informant,
        crisis=part.crisis or (words["crisis_title"], words["crisis"]),
    )
    if part is not own[-1]:
        drawn["words"]["send"] = words["send_and_go_on"]
    asked_in = form_words.spoken(language if form_words.is_translated(part.scale, language) else "")
    return {
        "place": part.place,
        "person": part.person,
        "begun": any(other.is_answered for other in own),
        "step": words["step"].format(number=own.index(part) + 1, of=len(own)) if len(own) > 1 else "",
        "ask": ask,
        "ask_language": asked_in,
        "ask_direction": form_words.direction(asked_in),
        "how": how,
        "small_print": form_words.small_print(part.scale, language),
        "turn": _turn(part, words) if form.takes_turns else None,
        "form": drawn,
    }


def _turn(part: FormPart, words: dict[str, str]) -> dict[str, str]:
    """Ask for the tablet to be passed on; only clients who share it are named."""
    return {
        "title": words[_turn_title(part)].format(who=_isolated(part)),
        "text": words["turn"],
        "begin": words["turn_begin"],
    }


def _isolated(part: FormPart) -> str:
    """A name keeps its own direction: else the full stop of initials jumps to the wrong end in Arabic."""
    return f"{FIRST_STRONG}{part.who}{END}" if form_words.direction(part.language) == "rtl" else part.who


def _turn_title(part: FormPart) -> str:
    if part.informant in TURN_OF:
        return f"{TURN_OF[part.informant]}_of" if part.who else TURN_OF[part.informant]
    if part.informant is not Informant.CLIENT:
        return "turn_title_next"
    return "turn_title" if part.who else TURN_OF_YOUNG.get(part.age_band, "turn_title_next")
