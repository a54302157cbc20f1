"""Real transcripts, where their table lies beside the project: written out in five formats, all comes back.

The table has no licence: it is read here, and neither copied nor quoted.
"""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

import pytest

from fit.transcripts import Transcript, Turn, guess_clinician
from tests.fit.transcripts import written
from tests.fit.transcripts.written import said

HERE = Path(__file__).resolve()


def table_beside_the_project():
    """Look beside this checkout and, where it is a second working tree, beside the first."""
    git = ["git", "rev-parse", "--path-format=absolute", "--git-common-dir"]
    first = Path(subprocess.run(git, cwd=HERE.parent, capture_output=True, text=True, check=False).stdout.strip())
    places = [parent / "shared/data/annomi_dev.csv" for parent in (*HERE.parents, *first.parents)]
    return next((place for place in places if place.is_file()), None)


TABLE = table_beside_the_project()
pytestmark = pytest.mark.skipif(TABLE is None, reason="shared/data/annomi_dev.csv does not lie beside the project")
SHARE_RIGHT = 0.98


@pytest.fixture(scope="module")
def talks():
    """Every transcript as (speaker, start, end, text): neighbours of one speaker joined, ends at the next start."""
    rows = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            text = " ".join(row["utterance_text"].split())
            rows.setdefault(row["transcript_id"], []).append((row["interlocutor"], seconds(row["timestamp"]), text))
    return [closed(joined(talk)) for talk in rows.values()]


def seconds(time):
    hours, minutes, rest = time.split(":")
    return (int(hours) * 3600 + int(minutes) * 60 + int(rest)) * 1_000


def joined(rows):
    runs = []
    for speaker, start, text in rows:
        if runs and runs[-1][0] == speaker:
            runs[-1] = (speaker, runs[-1][1], f"{runs[-1][2]} {text}")
        else:
            runs.append((speaker, start, text))
    return runs


def closed(runs):
    """A few times go back in the table: such a turn ends where it starts."""
    after = [start for _, start, _ in runs[1:]] + [runs[-1][1] + 1_000]
    return [(speaker, start, max(start, end), text) for (speaker, start, text), end in zip(runs, after, strict=True)]


def without_ends(talk):
    return [(speaker, start, None, text) for speaker, start, _, text in talk]


def test_there_are_eighty_five_transcripts(talks):
    assert len(talks) == 85
    assert sum(map(len, talks)) == 6_000


@pytest.mark.parametrize("write", [written.zoom_vtt, written.teams_vtt, written.srt_text, written.table])
def test_formats_with_ends_give_every_turn_speaker_and_time(talks, read, write):
    for talk in talks:
        assert said(read(write(talk), "export.txt")) == talk


def test_otter_text_gives_every_turn_speaker_and_start(talks, read):
    for talk in talks:
        assert said(read(written.otter_text(talk), "export.txt")) == without_ends(talk)


def test_a_table_without_ends_gives_every_turn_speaker_and_start(talks, read):
    for talk in talks:
        assert said(read(written.table(talk, ends=False), "export.txt")) == without_ends(talk)


def test_the_clinician_is_guessed_right_from_words_alone_in_98_of_100(talks):
    names = {"therapist": "S2", "client": "S1"}
    guesses = [guess_clinician(transcript(talk, names)).label for talk in talks]
    assert guesses.count("S2") >= SHARE_RIGHT * len(talks)


def test_ends_that_go_back_with_the_clock_of_the_table_are_unknown(talks, read):
    """The same files as somebody would write them who takes the next start for the end without looking."""
    for talk in talks:
        after = [start for _, start, _, _ in talk[1:]] + [talk[-1][2]]
        naive = [(speaker, start, end, text) for (speaker, start, _, text), end in zip(talk, after, strict=True)]
        known = [(speaker, start, None if end < start else end, text) for speaker, start, end, text in naive]
        for write in (written.zoom_vtt, written.srt_text):
            assert said(read(write(naive), "export.txt")) == known


def transcript(talk, names):
    turns = (Turn(index=index, speaker=names[speaker], text=text) for index, (speaker, _, _, text) in enumerate(talk))
    return Transcript(turns=tuple(turns))
