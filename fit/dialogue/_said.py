"""A turn as the rules hear it: its words, its sentences, whether it only shows that somebody listens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fit.wording import shadow

if TYPE_CHECKING:
    from fit.transcripts import Role, Transcript, Turn
    from fit.wording import Sentence, Shadow

__all__ = ["Said", "heard_turns"]

LONGEST_BACK_CHANNEL = 4
# Words. Longer than "Yeah, yeah, I see" somebody has begun to say something.

_NOTE = re.compile(
    r"\[[^\]]*\]|\((?:laughs|laughing|crosstalk|inaudible|pause|silence|sighs?|crying)[^)]*\)", re.IGNORECASE
)
_QUOTED = re.compile(r"\"[^\"]*\"|\u201c[^\u201d]*\u201d")
_FILLER = re.compile(r"(?<![\w'])(?:u+m+|u+h+|e+r+m*|(?:you know|i mean)(?=,))(?![\w'-])", re.IGNORECASE)
_STUTTER = re.compile(r"(?<![\w'])(\w[\w']{0,7})((?:-{1,2} ?|, )\1)+(?![\w'])", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_LISTENING = frozenset(
    [
        "mm",
        "mmm",
        "mhm",
        "mm-hm",
        "mm-hmm",
        "mhmm",
        "uh-huh",
        "uh-hm",
        "hmm",
        "hm",
        "huh",
        "yeah",
        "yep",
        "yes",
        "yup",
        "yah",
        "ya",
        "right",
        "okay",
        "ok",
        "okey",
        "alright",
        "sure",
        "oh",
        "ah",
        "aha",
        "wow",
        "exactly",
        "really",
        "absolutely",
        "definitely",
        "totally",
        "true",
        "no",
        "nope",
        "good",
        "great",
        "nice",
        "fine",
        "gotcha",
        "indeed",
    ]
)
_LISTENING_PHRASES = re.compile(
    r"\b(?:i (?:see|know|hear you|get it)|all right|got it|of course|that's (?:right|good)|fair enough|go on|me too)\b"
)


@dataclass(frozen=True, kw_only=True)
class Said:
    """A turn, who said it, and what stands before it."""

    turn: Turn
    role: Role | None
    before: Said | None = None
    """The turn before it, of whomever."""

    @property
    def index(self) -> int:
        """Place of the turn in the transcript, from 0."""
        return self.turn.index

    @cached_property
    def plain(self) -> str:
        """The text as long as given, with notes, fillers and stutters blanked, so that places stay the same."""
        text = _FILLER.sub(_blank, _NOTE.sub(_blank, self.turn.text))
        return _STUTTER.sub(_once, text)

    @cached_property
    def shadow(self) -> Shadow:
        """The plain text in small letters, sentence by sentence."""
        return shadow(self.plain)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences in small letters."""
        return self.shadow.sentences

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Words in small letters, fillers, stutters and notes left out."""
        return tuple(_WORD.findall(self.plain.lower().replace("\u2019", "'")))

    @cached_property
    def word_count(self) -> int:
        """How many words were said, fillers and stutters counted, notes such as [laughs] not."""
        return len(_WORD.findall(_NOTE.sub(_blank, self.turn.text)))

    @cached_property
    def asks(self) -> bool:
        """Whether anything in it is a question by its mark."""
        return any(sentence.asks for sentence in self.sentences)

    @cached_property
    def is_listening(self) -> bool:
        """Whether it holds nothing but words that show that somebody listens."""
        left = _LISTENING_PHRASES.sub(" ", self.plain.lower().replace("\u2019", "'"))
        words = _WORD.findall(left)
        return len(self.words) <= LONGEST_BACK_CHANNEL and not self.asks and all(word in _LISTENING for word in words)

    @cached_property
    def is_back_channel(self) -> bool:
        """Whether it only shows that somebody listens; a short answer to a question is an answer."""
        return self.is_listening and not (self.before and self.before.asks and self.before.role is not self.role)

    @property
    def unquoted(self) -> str:
        """The text as long as given, with what stands between quotation marks blanked."""
        return _QUOTED.sub(_blank, self.turn.text)

    def is_quoting(self, place: int) -> bool:
        """Whether a character stands between quotation marks: somebody else's words, or one's own of another time."""
        return any(found.start() < place < found.end() for found in _QUOTED.finditer(self.turn.text))

    def quoted(self, start: int, end: int) -> str:
        """The words from one character to another, as given."""
        return self.turn.text[start:end].strip(" ,;-")


def heard_turns(transcript: Transcript) -> tuple[Said, ...]:
    """All turns of a transcript, each knowing the one before it."""
    found: list[Said] = []
    for turn in transcript.turns:
        found.append(Said(turn=turn, role=transcript.role_of(turn), before=found[-1] if found else None))
    return tuple(found)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _once(found: re.Match[str]) -> str:
    return found[1] + " " * (len(found[0]) - len(found[1]))
