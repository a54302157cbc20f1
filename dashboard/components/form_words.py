"""What the client's form says, apart from the scale itself. Plain, warm, short; no numbers, no jargon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dashboard.components.client_words import POSITIONS, WORDS
from dashboard.locale import FALLBACK, is_known, languages, said, says, spoken, spoken_date
from dashboard.locale.source import form_key, is_ours, item_key, position_key, scale_key, texts_of
from fit.scales import AgeBand, Informant, Layout, ScaleKind

if TYPE_CHECKING:
    from fit.scales import Item, Scale

__all__ = [
    "FALLBACK",
    "FORM_WORDS",
    "LANGUAGES",
    "direction",
    "form_content",
    "form_words",
    "is_translated",
    "not_translated",
    "opening",
    "positions",
    "small_print",
    "spoken",
    "spoken_date",
]

LANGUAGES: Final = {code: language.name for code, language in languages().items()}
"""Each in its own words: that is what a client recognises."""

PUBLISHED: Final = "free"
"""The wording of a scale in English, as its authors published it; a wording pack has its own."""
OWN_DIRECTION: Final = "\N{FIRST STRONG ISOLATE}"
END_OF_IT: Final = "\N{POP DIRECTIONAL ISOLATE}"
ABOUT_SOMEBODY_ELSE: Final = {
    Informant.CAREGIVER: "ask_outcome_about_child",
    Informant.TEACHER: "ask_outcome_by_teacher",
}
FACES_OF_SOMEBODY_ELSE: Final = {
    Informant.CAREGIVER: "ask_faces_about_child",
    Informant.TEACHER: "ask_faces_by_teacher",
}
OWNERS_NOTICE: Final = " Its wording is licensed and not part of this software."
"""Ends the copyright line of a licensed scale; our own notice says the same in the client's language."""
FORM_WORDS: Final = (
    "send",
    "unmarked",
    "key_hint",
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
)
"""The texts that the form's own script shows."""


def form_words(language: str) -> dict[str, str]:
    """All texts of the client's screens in that language."""
    return {name: said(language, form_key(name), english) for name, english in WORDS.items()}


def positions(language: str) -> list[str]:
    """What a screen reader says of a mark, from one end of the line to the other."""
    return [said(language, position_key(place), english) for place, english in enumerate(POSITIONS)]


def direction(language: str) -> str:
    """Which way the writing runs: ltr or rtl."""
    return languages()[spoken(language)].direction


def opening(scale: Scale, informant: Informant, language: str, age_band: AgeBand = AgeBand.ADULT) -> tuple[str, str]:
    """The warm sentence on top, and how to answer; it also says where the form is not in the client's language."""
    words = form_words(language)
    as_child = age_band is AgeBand.CHILD and informant is Informant.CLIENT
    ask = words[_ask(scale, informant, as_child=as_child)]
    how = _how(scale.layout, informant, as_child=as_child)
    intro = said(language, scale_key(scale, "intro"), scale.intro)
    return _isolated(intro, language) or ask, " ".join(
        part for part in (not_translated(scale, language), words[how]) if part
    )


def not_translated(scale: Scale, language: str) -> str:
    """A word in the client's language that this form is shown in English; empty where it is in their language."""
    return "" if is_translated(scale, language) else form_words(language)["not_translated"]


def is_translated(scale: Scale, language: str) -> bool:
    """Whether a client of that language reads this scale in their own."""
    if not is_known(language):
        return False
    if spoken(language) == FALLBACK:
        return True
    if is_ours(scale):
        return all(says(language, text.key, text.english) for text in texts_of(scale))
    return scale.wording != PUBLISHED


def _how(layout: Layout, informant: Informant, *, as_child: bool) -> str:
    if layout is Layout.CHOICES:
        return "how_choice"
    if layout is Layout.FACES:
        return "how_faces_about" if informant in FACES_OF_SOMEBODY_ELSE else "how_faces"
    return "how_line_child" if as_child else "how_line"


def _ask(scale: Scale, informant: Informant, *, as_child: bool) -> str:
    if scale.layout is Layout.FACES and scale.kind is ScaleKind.OUTCOME:
        return FACES_OF_SOMEBODY_ELSE.get(informant, "ask_faces")
    if scale.kind is ScaleKind.OUTCOME and informant in ABOUT_SOMEBODY_ELSE:
        return ABOUT_SOMEBODY_ELSE[informant]
    if scale.kind is ScaleKind.ALLIANCE and scale.id == "gsrs":
        return "ask_alliance_group"
    if scale.layout is Layout.FACES:
        return "ask_alliance_child"
    return f"ask_{scale.kind}_child" if as_child else f"ask_{scale.kind}"


def small_print(scale: Scale, language: str) -> str:
    """Whose form it is; and that the wording is neutral where the licensed one is not here."""
    notice = form_words(language)["neutral"] if scale.wording == "neutral" else ""
    owner = scale.copyright.replace("(c)", "©")
    if notice:
        owner = owner.removesuffix(OWNERS_NOTICE)
    return " ".join(part for part in (notice, _isolated(owner, language)) if part)


def _isolated(text: str, language: str) -> str:
    """Text that may be English, kept in its own direction: else its full stop jumps to the wrong end."""
    return f"{OWN_DIRECTION}{text}{END_OF_IT}" if text and direction(language) == "rtl" else text


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
        "items": [_item(scale, item, language, informant) for item in scale.items],
        "crisis": {"items": risks, "title": crisis[0], "text": crisis[1]} if crisis and risks else None,
        "words": {**shown, "positions": positions(language)},
    }


def _item(scale: Scale, item: Item, language: str, informant: Informant) -> dict[str, Any]:
    def shown(part: str, english: str) -> str:
        return said(language, item_key(scale, item, part), english)

    choices = [
        {"id": choice.id, "score": str(choice.score), "text": shown(f"choice.{place}", choice.text)}
        for place, choice in enumerate(item.choices)
    ]
    is_faces = scale.layout is Layout.FACES
    # the sad end comes first, as on every line; a face keeps the score that tells it from the others
    answers = {"faces": choices[::-1], "choices": []} if is_faces else {"choices": choices}
    ends = {part: shown(part, getattr(item, part)) for part in ("low", "high")}
    is_told = informant in dict(item.asked_of)
    prompt = shown(f"prompt.{informant}" if is_told else "prompt", item.prompt_for(informant))
    other = _other_language(scale, language)
    return {"id": item.id, "other_language": other, "prompt": prompt, **ends, **answers}


def _other_language(scale: Scale, language: str) -> dict[str, str] | None:
    """In which language the items are, where it is not that of the page: voices and the order of marks follow it."""
    if is_translated(scale, language) or spoken(language) == FALLBACK:
        return None
    return {"language": FALLBACK, "direction": direction(FALLBACK)}
