"""What is counted in one sentence of a client before it is weighed whether it complains or doubts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from fit.dialogue._said import Said
from fit.transcripts import Role, Turn
from fit.wording import any_of, listed

if TYPE_CHECKING:
    from fit.wording import AnyOf

__all__ = ["LABELS", "Doubting", "doubting_of"]

LABELS = ("complaint", "none")

_COUNTED = {
    "about therapy": "<therapy>\nhere\nthis $\ntherapist|counsellor|counselor",
    "about tasks": "<task>",
    "about the frame": "form|forms|sheet|sheets|minutes|hour|appointment|fee|expensive|weeks|scale",
    "somebody else": "<someone>",
    "others speak": "<reported>\nhe|she|they|him|her|them",
    "feeling": "<feeling>\n<hard>",
    "not": "not|never|nothing|nobody|no|n't|don't|didn't|doesn't|isn't|can't|hasn't|haven't|wasn't|won't",
    "bad": "worse|waste|useless|pointless|point|stop|stupid|silly|wrong|vague|slow|fast|boring|insulting|rude|cold",
    "good": "helped|glad|thanks|thank|liked|good|better|safe|useful|proud|always look forward",
    "kind": "nice|great|lovely|helpful|beautiful|appreciate|grateful|understood|right about|stayed with me|well"
    "|calmer|lighter|relieved|worked|worth it|easier",
    "frank": "to be honest|if i'm honest|honestly|i have to say|to tell you the truth|no offence|no offense"
    "|with respect\n"
    "(sorry|thanks|like|appreciate|great|nice) ... but",
    "asks for": "i wish|could you|couldn't we|can we|can't we|could we|please"
    "|i'd rather|i'd like|i'd have liked|i'd prefer",
    "no change": "still|no further|no better|no different|nothing|difference|the same|any further|as bad",
    "no trust": "doubt|doubts|sceptical|skeptical|faith|believe|convinced|proof|evidence|trust|sure",
    "shies away": "dread*|dreading|walked out|leave|left|regret|mistake|shouldn't have|pushed|skip",
    "of this work": "session|sessions|last time|every week|each week|whiteboard|couch|dreams|diagnosis"
    "|notes|clock|watch",
    "expected": "thought|hoped|expected|hoping|supposed|meant|wanted|wish|instead|rather",
    "you do": "you ~ (said|told|asked|looked|made|keep|always|never|forgot|laughed|promised|let|wanted|talk*|say)\n"
    "you ~ (didn't|don't|haven't|hadn't|weren't|only|just|seem*)",
    "to you": "(to|with|from|at|by|about|of|that|what|think) you",
    "you": "you|your|you're|you've|you'd|you'll",
    "you know": "you know|you know what|you see|if you",
    "I feel": "i ~ (feel|felt|am|was|got|left|went)",
    "begins with no": "^ (no|but|sorry|that's not|why|what)",
    "begins with you": "^ you|you're|you've|your",
    "we": "we|us|our",
}


_REFERS = frozenset(
    ("about therapy", "about tasks", "about the frame", "you do", "to you", "begins with you", "of this work")
)


@dataclass(frozen=True, kw_only=True)
class Doubting:
    """A sentence of a client as numbers. `said` holds that sentence alone."""

    said: Said

    @property
    def refers(self) -> bool:
        """Whether the sentence names the therapist, the work or its frame."""
        return bool(_REFERS & self.columns.keys()) and "only about others" not in self.columns

    @property
    def reports(self) -> bool:
        """Whether it tells what somebody said or was told."""
        return bool(_reported().search(self.said.shadow.text))

    @cached_property
    def columns(self) -> dict[str, float]:
        """What is counted beside the words, each 0 or 1."""
        text = self.said.shadow.text
        found = {name: 1.0 for name, pattern in _patterns().items() if pattern.search(text)}
        if self.said.asks:
            found["asks"] = 1.0
        if {"somebody else", "others speak"} & found.keys() and "to you" not in found and "you do" not in found:
            found["only about others"] = 1.0
        return found


def doubting_of(said: Said) -> list[tuple[int, Doubting]]:
    """Take each sentence of a turn by itself, with the place where it begins."""
    own = said.unquoted
    spoken = [(one.start, own[one.start : one.start + len(one.text)].strip()) for one in said.sentences]
    return [(start, _alone_said(text, said.index)) for start, text in spoken if text]


def _alone_said(text: str, index: int) -> Doubting:
    return Doubting(said=Said(turn=Turn(index=index, text=text), role=Role.CLIENT))


@cache
def _patterns() -> dict[str, AnyOf]:
    return {
        name: any_of([word for line in listed(phrases) for word in _alone(line)]) for name, phrases in _COUNTED.items()
    }


def _alone(line: str) -> list[str]:
    """Words of a line that holds nothing but alternatives."""
    return line.split("|") if "(" not in line and "<" not in line else [line]


@cache
def _reported() -> AnyOf:
    return any_of(["<reported>"])
