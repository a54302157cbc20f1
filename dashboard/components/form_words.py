"""What the client's form says, apart from the scale itself. Plain, warm, short; no numbers, no jargon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fit.scales import Informant, ScaleKind

if TYPE_CHECKING:
    from fit.scales import Item, Scale

FALLBACK = "en"
# Each in its own words: that is what a client recognises.
LANGUAGES = {
    "en": "English",
    "ar": "العربية",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
    "it": "Italiano",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "tr": "Türkçe",
    "uk": "Українська",
}
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})

POSITIONS = {
    "en": (
        "right at the end: {low}",
        "very close to: {low}",
        "nearer to: {low}",
        "a little nearer to: {low}",
        "in the middle",
        "a little nearer to: {high}",
        "nearer to: {high}",
        "very close to: {high}",
        "right at the end: {high}",
    ),
}
WORDS = {
    "en": {
        "page_title": "A short form",
        "ask_outcome": "How has the past week been for you?",
        "ask_outcome_about_child": "How has your child's past week been?",
        "ask_alliance": "How was today for you?",
        "how_line": "Touch each line where it feels right. You can still change it.",
        "how_choice": "Choose what fits you best. You can still change it.",
        "neutral": "Neutral wording, not the licensed form.",
        "send": "Send my answers",
        "unmarked": "not marked yet",
        "mark_hint": "This line is still waiting for your mark.",
        "choose_hint": "This question is still waiting for your answer.",
        "still_waiting": "One more look: something is still open.",
        "offline": "No connection just now. Your marks are saved on this tablet.",
        "sending": "Sending your answers …",
        "waiting_title": "Saved on this tablet",
        "waiting": "Your answers are safe. They will be sent by themselves as soon as the connection is back. "
        "You do not need to do anything.",
        "thanks_title": "Thank you",
        "thanks": "Your answers have arrived. You can give the tablet back now.",
        "thanks_in_room": "Your answers have arrived.",
        "closed_title": "Please give the tablet back",
        "closed": "This form is closed. You do not need to do anything else. Your clinician will help you.",
        "not_sent": "Your answers could not be sent, because this form is closed. Please tell your clinician.",
        "for_clinician": "For the clinician",
        "pin_title": "Take the tablet back",
        "pin": "Your PIN",
        "pin_open": "Open",
        "pin_erase": "Erase",
        "pin_back": "Back",
        "pin_wrong": "That PIN did not fit. Please try once more.",
        "pin_wait": "Too many tries. Please wait a moment, then try again.",
        "pin_locked": "This PIN opens nothing here any more. Please sign in again.",
        "pin_offline": "No connection just now. Please try again in a moment.",
        "sign_in": "Sign in again",
        "no_script": "This form needs JavaScript. Please give the tablet back to your clinician.",
        "waits_title": "Please give the tablet to your client",
    },
}


def spoken(language: str) -> str:
    """The language that the form is really shown in: the client's, or the fallback where we do not have it."""
    return language if language in WORDS else FALLBACK


def form_words(language: str) -> dict[str, str]:
    """All texts of the client's screens in that language."""
    return WORDS[spoken(language)]


def direction(language: str) -> str:
    """Which way the writing runs: ltr or rtl."""
    return "rtl" if spoken(language) in RIGHT_TO_LEFT else "ltr"


def opening(scale: Scale, informant: Informant, language: str) -> tuple[str, str]:
    """The warm sentence on top, and how to answer."""
    words = form_words(language)
    about_child = scale.kind is ScaleKind.OUTCOME and informant in {Informant.CAREGIVER, Informant.TEACHER}
    ask = words[f"ask_{scale.kind}_about_child" if about_child else f"ask_{scale.kind}"]
    return scale.intro or ask, words["how_choice" if scale.items[0].choices else "how_line"]


def small_print(scale: Scale, language: str) -> str:
    """Whose form it is; and that the wording is neutral where the licensed one is not here."""
    notice = form_words(language)["neutral"] if scale.wording == "neutral" else ""
    return " ".join(part for part in (notice, scale.copyright.replace("(c)", "©")) if part)


def form_content(scale: Scale, language: str) -> dict[str, Any]:
    """The scale as the form's script draws it."""
    words = form_words(language)
    shown = {name: words[name] for name in ("send", "unmarked", "mark_hint", "choose_hint", "still_waiting")}
    return {
        "direction": direction(language),
        "items": [_item(item) for item in scale.items],
        "words": {**shown, "positions": list(POSITIONS[spoken(language)])},
    }


def _item(item: Item) -> dict[str, Any]:
    choices = [{"score": str(choice.score), "text": choice.text} for choice in item.choices]
    return {"id": item.id, "prompt": item.prompt, "low": item.low, "high": item.high, "choices": choices}
