"""What is counted in a clinician's turn, and the points that rules give to each behaviour."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fit.dialogue._behaviour import Behaviour
from fit.dialogue._cues import heard_cues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.dialogue._cues import CueHeard
    from fit.dialogue._said import Said

__all__ = ["Counted", "counted"]

SHORT, BRIEF, LONG, LONGER = 4, 8, 30, 60
# Words. Chosen by looking at development videos only (docs/dialogue.md): up to four words rarely inform, above thirty
# mostly do, above sixty nearly always.

LOOK_BACK = 4
# Turns in which words are looked for that the clinician gives back.

ECHOING = 25
# Words. In longer turns a few words of the client's are no sign of a reflection.

SMALL = 3
# Letters. Words up to this length are shared by everybody and echo nothing.

USUAL_YOU, USUAL_I = 0.06, 0.03
# Shares of you-words and I-words that speak for nothing: a turn of counselling holds about so many.

BRIEF_QUESTION = 6
# Words. A short turn that asks is a question in whatever order its words stand.

_OPENING = frozenset(
    (
        *("okay", "ok", "so", "well", "um", "uh", "mm", "hmm", "mhm", "yeah", "yes", "right", "and", "but"),
        *("alright", "oh", "no", "great", "good", "sure", "all", "hm"),
    )
)
# Words that stand before what a turn begins with.

_TURNED_ROUND = frozenset(("asks with a question word", "asks by turning verb and subject round", "anything, any"))

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")

_YOU = frozenset(("you", "your", "yours", "yourself"))
_I = frozenset(("i", "we", "my", "our"))


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A clinician's turn as numbers: points by behaviour, cues heard, and what was counted."""

    said: Said
    heard: tuple[CueHeard, ...]
    echo: float
    """Share of its longer words that the other person has just said, 0 to 1."""
    you: float
    i: float

    @property
    def asks_last(self) -> bool:
        """Whether the turn ends with a question."""
        return bool(self.said.sentences) and self.said.sentences[-1].asks

    @cached_property
    def points(self) -> dict[Behaviour, float]:
        """How strongly rules speak for each behaviour."""
        found = dict.fromkeys(Behaviour, 0.0)
        for one in self.heard:
            found[one.cue.kind] += one.cue.points
        words = len(self.said.words)
        found[Behaviour.QUESTION] += self._asking(words)
        found[Behaviour.REFLECTION] += self.echo * (2.5 if words <= ECHOING else 1.0)
        found[Behaviour.INPUT] += (words > LONG) * 1.0 + (words > LONGER) * 1.5
        found[Behaviour.OTHER] += self._hardly_saying(words)
        if words > SHORT:
            found[Behaviour.REFLECTION] += 8 * (self.you - USUAL_YOU)
            found[Behaviour.INPUT] += 6 * (self.i - USUAL_I)
        return found

    def _asking(self, words: int) -> float:
        if self.said.asks:
            return 1.7 if self.asks_last else 1.0
        return -1.0 if words >= SHORT else 0.0

    def _hardly_saying(self, words: int) -> float:
        repeats = self.echo >= 0.5  # noqa: PLR2004 - half of it
        return 6.0 * self.said.is_listening + 1.5 * (words <= SHORT and not repeats) + 0.5 * (words < BRIEF)

    @property
    def columns(self) -> dict[str, float]:
        """The numbers that a trained weighting sees beside the words, each about 0 to 1."""
        words = len(self.said.words)
        found = {f"cue {one.cue.name}": 1.0 for one in self.heard}
        found |= {f"points {kind}": value / 4 for kind, value in self.points.items()}
        found |= {
            "listening": self.said.is_listening,
            "echo": self.echo,
            "short echo": self.echo * (words <= SHORT + 2),
        }
        found |= {"length": math.log1p(words) / 3, "short": words <= SHORT, "long": words > LONG}
        found |= {"longer": words > LONGER, "asks last": self.asks_last, "asks": self.said.asks}
        found |= {"you": 5 * self.you, "i": 5 * self.i, "answers": self.answers} | self._asked(words) | self._begun()
        return {name: float(value) for name, value in found.items() if value}

    @property
    def answers(self) -> bool:
        """Whether the other person has just asked something."""
        before = self.said.before
        return bool(before and before.role is not self.said.role and before.sentences and before.sentences[-1].asks)

    def _asked(self, words: int) -> dict[str, float]:
        """In what form it asks: a plain statement that ends with a question mark mostly gives back what was heard."""
        if not self.said.asks:
            return {}
        turned = any(one.cue.name in _TURNED_ROUND for one in self.heard)
        asked = sum(len(_WORD.findall(one.text)) for one in self.said.sentences if one.asks)
        return {
            "asks plainly": not turned,
            "asked share": asked / max(words, 1),
            "brief question": words <= BRIEF_QUESTION,
        }

    def _begun(self) -> dict[str, float]:
        """Its first word and its first two, whatever "Okay, so" stands before them."""
        words = _WORD.findall(self.said.shadow.text)
        place = next((at for at, word in enumerate(words[:-1]) if word not in _OPENING), max(len(words) - 1, 0))
        begins = words[place : place + 2]
        named = {f"begins {' '.join(begins[:many])}": 1.0 for many in range(1, len(begins) + 1)}
        return named | {"opens": float(place > 0)}


def counted(said: Said, turns: Sequence[Said]) -> Counted:
    """Count what speaks for one behaviour or another; `turns` are all of the transcript."""
    before = [one for one in turns[max(0, said.index - LOOK_BACK) : said.index] if one.role is not said.role]
    return Counted(
        said=said,
        heard=heard_cues(said),
        echo=_echo(said, before),
        you=_share(said, _YOU),
        i=_share(said, _I),
    )


def _share(said: Said, wanted: frozenset[str]) -> float:
    return sum(word.partition("'")[0] in wanted for word in said.words) / max(len(said.words), 1)


def _echo(said: Said, before: Sequence[Said]) -> float:
    own = {word for word in said.words if len(word) > SMALL or word.isdigit()}
    theirs = {word for one in before for word in one.words}
    return len(own & theirs) / len(own) if own else 0.0
