"""What the client's form says, apart from the scale itself. Plain, warm, short; no numbers, no jargon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dashboard.components.client_words import POSITIONS, WORDS
from fit.scales import AgeBand, Informant, ScaleKind

if TYPE_CHECKING:
    from fit.scales import Item, Scale

FALLBACK: Final = "en"
# Each in its own words: that is what a client recognises.
LANGUAGES: Final = {
    "en": "English",
    "ar": "العربية",
    "da": "Dansk",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
    "nl": "Nederlands",
    "zh-Hans": "简体中文",
}
RIGHT_TO_LEFT: Final = frozenset({"ar"})
ABOUT_SOMEBODY_ELSE: Final = {
    Informant.CAREGIVER: "ask_outcome_about_child",
    Informant.TEACHER: "ask_outcome_by_teacher",
}
FORM_WORDS: Final = (
    "send",
    "next",
    "unmarked",
    "mark_hint",
    "choose_hint",
    "still_waiting",
    "tools",
    "read_aloud",
    "read_aloud_of",
    "stop_reading",
    "larger_text",
    "smaller_text",
    "high_contrast",
    "skip",
    "skip_title",
    "skip_did_not_want",
    "skip_no_time",
    "skip_other",
    "skip_back",
    "crisis_go_on",
    "face_very_happy",
    "face_happy",
    "face_so_so",
    "face_sad",
    "face_very_sad",
)
"""The texts that the form's own script shows."""


def spoken(language: str) -> str:  # noqa: ARG001  until there are catalogues
    """The language that the form is really shown in: the client's, or the fallback where we do not have it."""
    return FALLBACK


def form_words(language: str) -> dict[str, str]:  # noqa: ARG001  until there are catalogues
    """All texts of the client's screens in that language."""
    return dict(WORDS)


def positions(language: str) -> list[str]:  # noqa: ARG001  until there are catalogues
    """What a screen reader says of a mark, from one end of the line to the other."""
    return list(POSITIONS)


def direction(language: str) -> str:
    """Which way the writing runs: ltr or rtl."""
    return "rtl" if spoken(language) in RIGHT_TO_LEFT else "ltr"


def opening(scale: Scale, informant: Informant, language: str, age_band: AgeBand = AgeBand.ADULT) -> tuple[str, str]:
    """The warm sentence on top, and how to answer."""
    words = form_words(language)
    as_child = age_band is AgeBand.CHILD and informant is Informant.CLIENT
    ask = words[_ask(scale, informant, as_child=as_child)]
    how = "how_choice" if scale.items[0].choices else "how_line_child" if as_child else "how_line"
    return scale.intro or ask, words[how]


def _ask(scale: Scale, informant: Informant, *, as_child: bool) -> str:
    if scale.kind is ScaleKind.OUTCOME and informant in ABOUT_SOMEBODY_ELSE:
        return ABOUT_SOMEBODY_ELSE[informant]
    if scale.kind is ScaleKind.ALLIANCE and scale.id == "gsrs":
        return "ask_alliance_group"
    return f"ask_{scale.kind}_child" if as_child else f"ask_{scale.kind}"


def small_print(scale: Scale, language: str) -> str:
    """Whose form it is; and that the wording is neutral where the licensed one is not here."""
    notice = form_words(language)["neutral"] if scale.wording == "neutral" else ""
    return " ".join(part for part in (notice, scale.copyright.replace("(c)", "©")) if part)


def form_content(
    scale: Scale,
    language: str,
    *,
    age_band: AgeBand = AgeBand.ADULT,
    informant: Informant = Informant.CLIENT,
    crisis: tuple[str, str] | None = None,
) -> dict[str, Any]:
    """The scale as the form's script draws it.

    `crisis` is the title and text that a client sees who marks a risk answer above the lowest.
    """
    words = form_words(language)
    shown = {name: words[name] for name in FORM_WORDS}
    risks = [item.id for item in scale.items if item.risk]
    return {
        "language": spoken(language),
        "direction": direction(language),
        "child": age_band is AgeBand.CHILD and informant is Informant.CLIENT,
        "items": [_item(item) for item in scale.items],
        "crisis": {"items": risks, "title": crisis[0], "text": crisis[1]} if crisis and risks else None,
        "words": {**shown, "positions": positions(language)},
    }


def _item(item: Item) -> dict[str, Any]:
    choices = [{"score": str(choice.score), "text": choice.text} for choice in item.choices]
    return {"id": item.id, "prompt": item.prompt, "low": item.low, "high": item.high, "choices": choices}
