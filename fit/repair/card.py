"""The card for the session: the three steps with one sentence each, what can wait, and the question at the end.

Nothing on it names the client: it may lie on the table between two people.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from fit.errors import DefinitionError, in_file
from fit.repair._words import Dimension, Listener, Setting
from fit.wording import Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fit.dialogue import RuptureKind
    from fit.repair._script import Script

__all__ = ["Card", "CardStep", "Said", "make_card"]

FALLBACK: Final = "en"
"""The script's own language: what another one lacks is shown in it, and the card says so."""
QUESTIONS: Final = "closing_question.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence to say and the language it is in; `language` is empty for the clinician's own words."""

    words: str
    language: str

    @property
    def is_own(self) -> bool:
        """Whether the clinician wrote it."""
        return not self.language


@dataclass(frozen=True, slots=True, kw_only=True)
class CardStep:
    """One step of the talk, and one sentence to say."""

    step: Step
    say: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """All that fits on one screen or sheet. `not_now` names what can wait."""

    kind: RuptureKind
    dimension: Dimension
    listener: Listener
    setting: Setting
    language: str
    steps: tuple[CardStep, ...]
    not_now: tuple[str, ...]
    question: Said

    @property
    def in_fallback(self) -> bool:
        """Whether a sentence is shown in English because the card's language has none."""
        said = (*(one.say for one in self.steps), self.question)
        return any(one.language not in {"", self.language} for one in said)


def make_card(
    script: Script,
    *,
    dimension: Dimension,
    listener: Listener,
    setting: Setting = Setting.INDIVIDUAL,
    own_words: Mapping[Step, str] | None = None,
    language: str = FALLBACK,
) -> Card:
    """Put a card together: the clinician's own words where there are some, else the script's first sentence.

    Couples, families and groups hear the sentence that the script has for them.
    """
    place = (dimension, listener, setting)
    own = {step: words.strip() for step, words in (own_words or {}).items() if words.strip()}
    return Card(
        kind=script.kind,
        dimension=dimension,
        listener=listener,
        setting=setting,
        language=language,
        steps=tuple(
            CardStep(
                step=step,
                say=Said(words=own[step], language="") if step in own else _scripted(script, step, place, language),
            )
            for step in Step
        ),
        not_now=tuple(one.what for one in script.not_now),
        question=_question(listener, language),
    )


def _scripted(script: Script, step: Step, place: tuple[Dimension, Listener, Setting], language: str) -> Said:
    """The last sentence is the setting's own where there is one; alone, the first fits best."""
    which = 0 if place[2] is Setting.INDIVIDUAL else -1
    for spoken in dict.fromkeys((language, FALLBACK)):
        sentences = script.say(step, *place, language=spoken)
        if sentences:
            return Said(words=sentences[which], language=spoken)
    raise DefinitionError(f"The script for {script.kind} has no sentence for {step}, {', '.join(place)}. Add one.")


def _question(listener: Listener, language: str) -> Said:
    spoken = language if language in _questions() else FALLBACK
    return Said(words=_questions()[spoken][listener], language=spoken)


@cache
def _questions() -> dict[str, dict[Listener, str]]:
    with in_file(QUESTIONS):
        table = tomllib.loads((files("fit.repair") / QUESTIONS).read_text("utf-8"))
        return {
            language: {listener: asked[listener.value] for listener in Listener}
            for language, asked in table.items()
            if isinstance(asked, dict)
        }
