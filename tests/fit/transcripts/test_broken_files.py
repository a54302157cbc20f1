"""Whatever is done to a file, it is read or refused; nothing else happens, and it does not take for ever."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fit.errors import TranscriptError
from fit.transcripts import Transcript, as_json, formats, read_transcript
from tests.fit.transcripts import written
from tests.fit.transcripts.written import TALK

TEXTS = {
    "zoom.vtt": written.zoom_vtt(TALK),
    "teams.vtt": written.teams_vtt(TALK),
    "a.srt": written.srt_text(TALK),
    "otter.txt": written.otter_text(TALK),
    "plain.txt": written.plain_text(TALK),
    "untimed.txt": written.untimed_text(TALK),
    "zoom.txt": written.zoom_text(TALK),
    "table.csv": written.table(TALK),
    "whisper.json": written.whisperx_json(TALK).replace(", ", ",\n"),
    "ours.json": as_json(read_transcript(written.whisperx_json(TALK).encode(), "a")).replace(", ", ",\n"),
}
DOCUMENTS = {
    "old.docx": written.old_teams_docx(TALK),
    "new.docx": written.new_teams_docx(TALK),
    "meet.docx": written.meet_docx(TALK),
}
PIECES = st.sampled_from(
    [
        "WEBVTT",
        "\n",
        "\n\n",
        "00:00:01.000",
        " --> ",
        "<v A>",
        "A: ",
        "1",
        "NOTE",
        "&amp;",
        "[00:01]",
        "\t",
        '"',
        "{",
        ",",
    ]
)
MANY = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read_or_refused(raw, name, format_id=None):
    """The only two ways in which reading may end; a refusal says where and what to do."""
    try:
        found = read_transcript(raw, name, format_id=format_id)
    except TranscriptError as wrong:
        return all((wrong.where, wrong.what, wrong.remedy, str(wrong).startswith(f"{name}, ")))
    return isinstance(found, Transcript) and all(turn.text for turn in found.turns)


@MANY
@given(st.binary(max_size=200), st.sampled_from(["a.vtt", "a.csv", "a"]))
def test_random_bytes(raw, name):
    assert read_or_refused(raw, name)


@MANY
@given(st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=30).map("".join), st.sampled_from(sorted(formats())))
def test_random_text_in_every_format(text, format_id):
    assert read_or_refused(text.encode("utf-8", "replace"), "a", format_id)


@MANY
@given(st.sampled_from(sorted(TEXTS)), st.randoms(use_true_random=False))
def test_lines_deleted_doubled_swapped_and_cut(name, chance):
    lines = TEXTS[name].split("\n")
    for _ in range(chance.randint(1, 4)):
        here, there = chance.randrange(len(lines)), chance.randrange(len(lines))
        change = chance.choice(["delete", "double", "swap", "cut", "end"])
        if change == "delete" and len(lines) > 1:
            del lines[here]
        elif change == "double":
            lines.insert(here, lines[here])
        elif change == "swap":
            lines[here], lines[there] = lines[there], lines[here]
        elif change == "cut":
            lines[here] = lines[here][: chance.randint(0, len(lines[here]))]
        else:
            lines = lines[: here + 1]
    assert read_or_refused("\n".join(lines).encode(), name)


@MANY
@given(st.sampled_from(sorted(TEXTS)), st.randoms(use_true_random=False))
def test_bytes_flipped(name, chance):
    raw = bytearray(TEXTS[name].encode())
    for _ in range(chance.randint(1, 5)):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    assert read_or_refused(bytes(raw), name)


@MANY
@given(st.sampled_from(sorted(DOCUMENTS)), st.randoms(use_true_random=False))
def test_documents_damaged(name, chance):
    raw = bytearray(DOCUMENTS[name])
    for _ in range(chance.randint(1, 5)):
        raw[chance.randrange(4, len(raw))] = chance.randrange(256)
    assert read_or_refused(bytes(raw[: chance.randint(4, 2 * len(raw))]), name)


FLOOD = 1_000_000
FLOODS = ["1", " ", "\n", "<v ", "<v.a", "&", '"', "[", "a: ", "a'", "0:0 ", "-->", "[00:00] ", "\u2028", "\t", ","]
BEGINNINGS = {
    "nothing": "",
    "vtt": "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n",
    "srt": "1\n00:00:01,000 --> 00:00:02,000\nx\n",
    "csv": "speaker,text\n",
    "json": '{"segments":[{"text":"',
    "plain": "A: hello\nB: hi\nA: ",
}


@pytest.mark.slow
@pytest.mark.parametrize("beginning", BEGINNINGS)
@pytest.mark.parametrize("flood", FLOODS, ids=repr)
def test_a_flood_of_one_sign_does_not_hang(beginning, flood):
    """A pattern that looks back would need days here; the clock is the patience of who runs the tests."""
    assert read_or_refused((BEGINNINGS[beginning] + flood * (FLOOD // len(flood))).encode(), "flood")


def test_the_line_of_a_broken_time_is_named_whichever_cue_it_is(refused):
    chance = random.Random(6)
    lines = written.zoom_vtt(TALK).split("\n")
    for row in [row for row, line in enumerate(lines) if "-->" in line]:
        broken = [*lines]
        place = chance.choice([0, 3, 6])
        broken[row] = f"{broken[row][:place]}x{broken[row][place + 1 :]}"
        assert refused("\n".join(broken), "a.vtt").where == f"line {row + 1}"
