"""Reads the dialogue of a session: everything that its transcript lets one say, and what it does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fit.dialogue._said import heard_turns
from fit.dialogue.behaviours import behaviours_of
from fit.dialogue.feeling import feeling_of
from fit.dialogue.moments import moments_of
from fit.dialogue.not_assessable import not_assessable
from fit.dialogue.questions import questions_of
from fit.dialogue.responses import responses_of
from fit.dialogue.sequence import sequence_of
from fit.dialogue.signs import signs_of
from fit.dialogue.silence import latencies, overlaps, silences
from fit.dialogue.style_matching import is_english, style_matching
from fit.dialogue.talk import talk_of
from fit.dialogue.time_words import time_words_of
from fit.dialogue.topics import topics_of
from fit.transcripts import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fit.dialogue.behaviours import BehaviourNamed
    from fit.dialogue.feeling import FeelingWords
    from fit.dialogue.moments import Moment
    from fit.dialogue.not_assessable import Unknown
    from fit.dialogue.questions import Questions
    from fit.dialogue.responses import Response
    from fit.dialogue.sequence import SequenceFacts
    from fit.dialogue.signs import Sign
    from fit.dialogue.silence import Latency, Overlap, Silence
    from fit.dialogue.talk import RoleTalk
    from fit.dialogue.time_words import TimeWords
    from fit.dialogue.topics import Topic
    from fit.dialogue.weighting import Weighting
    from fit.transcripts import Transcript

__all__ = ["VERSION", "Dialogue", "read_dialogue"]

VERSION = "3"
"""Goes up when the same transcript would be read differently: stored readings of another version are made anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """What was said and how. What the file does not tell is None or empty, and named in `not_assessable`."""

    transcript: Transcript
    talk: Mapping[Role, RoleTalk]
    silences: tuple[Silence, ...]
    latency: Mapping[Role, Latency]
    overlaps: tuple[Overlap, ...]
    questions: Mapping[Role, Questions]
    behaviours: tuple[BehaviourNamed, ...]
    signs: tuple[Sign, ...]
    responses: tuple[Response, ...]
    moments: tuple[Moment, ...]
    sequence: SequenceFacts
    style_matching: float | None
    feeling: Mapping[Role, FeelingWords]
    time_words: Mapping[Role, TimeWords]
    topics: tuple[Topic, ...]
    not_assessable: tuple[Unknown, ...]
    version: str = VERSION


def read_dialogue(transcript: Transcript, *, weighting: Weighting | None = None) -> Dialogue:
    """Read everything that a transcript with known roles lets one say.

    `weighting`: trained on a clinic's own labels; None: the one that is shipped.
    """
    turns = heard_turns(transcript)
    understood = turns if is_english(turns) else ()
    signs = signs_of(understood)
    responses = responses_of(understood, signs)
    behaviours = behaviours_of(understood, weighting)
    return Dialogue(
        transcript=transcript,
        talk=talk_of(turns, transcript.level),
        silences=silences(turns),
        latency=latencies(turns),
        overlaps=overlaps(turns),
        questions={role: questions_of([one for one in understood if one.role is role]) for role in Role},
        behaviours=behaviours,
        signs=signs,
        responses=responses,
        moments=moments_of(understood, signs, responses),
        sequence=sequence_of(understood, signs, responses, behaviours),
        style_matching=style_matching(understood),
        feeling=feeling_of(understood),
        time_words=time_words_of(understood),
        topics=topics_of(turns),
        not_assessable=not_assessable(transcript, turns),
    )
