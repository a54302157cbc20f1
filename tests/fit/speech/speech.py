"""What is said in the recordings of the tests, and how texts are compared."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import pairwise

from fit.speech import open_sound

TALK = (
    (0, 500, "How was the walk that we talked about last week?"),
    (1, 400, "I did not go. It was raining, and then it stopped, and I still stayed in the house."),
    (0, 1_200, "You stayed in, and a part of you had wanted to go."),
    (1, 3_000, "Yes. I think that I was afraid of meeting the neighbours again."),
    (0, 800, "Did I ask too much of you when I suggested the walk?"),
    (1, 2_300, "A little. You sounded like my sister and her lists."),
)


class Stretches(list):
    """Finished stretches in memory."""

    def stretches(self):
        return list(self)

    def add(self, stretch):
        self.append(stretch)


def sound_of(raw, name="talk.wav"):
    return open_sound(lambda: BytesIO(raw), name)


def words(text):
    return re.findall(r"[a-z0-9']+", text.lower())


def word_error_rate(said, heard):
    """Share of words put in, left out or changed (edit distance of words)."""
    said, heard = words(said), words(heard)
    row = list(range(len(heard) + 1))
    for place, word in enumerate(said, 1):
        before, row[0] = row[0], place
        for at, other in enumerate(heard, 1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (word != other))
    return row[-1] / len(said)


def gaps(times):
    return [after[0] - one[1] for one, after in pairwise(times)]
