"""Every text of ours that a client can read, in English, with the key that stands for it in the catalogues.

The words of licensed and of free instruments are not here: those are translated by their own authors, and come in
wording packs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard.components.client_words import POSITIONS, WORDS
from fit.scales import scales

if TYPE_CHECKING:
    from fit.scales import Item, Scale

__all__ = ["SourceText", "form_key", "is_ours", "item_key", "position_key", "scale_key", "source_texts", "texts_of"]

WORDS_FILE = "dashboard/components/client_words.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText:
    """One text to translate, and the file in which its English stands."""

    key: str
    english: str
    file: str


def source_texts() -> list[SourceText]:
    """All of them, in the order in which they are written down."""
    spoken = [
        SourceText(key=position_key(place), english=text, file=WORDS_FILE) for place, text in enumerate(POSITIONS)
    ]
    form = [SourceText(key=form_key(name), english=text, file=WORDS_FILE) for name, text in WORDS.items()]
    return [*spoken, *form, *(text for scale in scales().values() if is_ours(scale) for text in texts_of(scale))]


def texts_of(scale: Scale) -> list[SourceText]:
    """What a client reads of one scale."""
    file = f"fit/scales/{scale.id}.toml"
    parts = [(scale_key(scale, "intro"), scale.intro)]
    for item in scale.items:
        parts += [(item_key(scale, item, part), getattr(item, part)) for part in ("prompt", "low", "high")]
        parts += [(item_key(scale, item, f"prompt.{who}"), asked) for who, asked in item.asked_of]
        parts += [(item_key(scale, item, f"choice.{place}"), choice.text) for place, choice in enumerate(item.choices)]
    return [SourceText(key=key, english=english, file=file) for key, english in parts if english]


def is_ours(scale: Scale) -> bool:
    """Whether the wording of a scale is our own neutral one, which we may translate."""
    return scale.wording == "neutral"


def position_key(place: int) -> str:
    """The key of what is said of a mark; `place` counts from the low end of the line."""
    return f"position.{place}"


def form_key(name: str) -> str:
    """The key of a text around the scale."""
    return f"form.{name}"


def scale_key(scale: Scale, part: str) -> str:
    """The key of what stands over a whole scale."""
    return f"scale.{scale.id}.{part}"


def item_key(scale: Scale, item: Item, part: str) -> str:
    """The key of one text of an item: prompt (also for one informant), low, high, or choice and its place."""
    return f"scale.{scale.id}.{item.id}.{part}"
