"""How far a session has come at each turn, in words."""

from __future__ import annotations

from fit.dialogue.along import tenths_along, words_along
from fit.transcripts import Transcript, Turn


def spoken(*texts):
    return Transcript(turns=tuple(Turn(index=index, text=text) for index, text in enumerate(texts)))


def test_words_are_counted_with_fillers_and_without_notes():
    assert words_along(spoken("Um, I see.", "[laughs] Yes, twenty-one of them.")) == (3, 4)


def test_a_turn_belongs_to_the_tenth_of_the_session_in_which_it_begins():
    assert tenths_along(spoken("one two three four five", "six", "seven eight nine ten")) == (0, 5, 6)
