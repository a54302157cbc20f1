"""Reading a transcript of 8,000 words in every format, beside the library alone in the same run."""

from __future__ import annotations

import json

import pytest
import srt
import webvtt

from fit.transcripts import as_json, as_vtt, read_transcript
from tests.fit.transcripts import written

TURNS = 500
WORDS = 16


def long_talk():
    text = " ".join(["and", "then", "I", "thought", "of", "what", "you", "said"] * (WORDS // 8))
    return [
        ("Clinician Aspen" if place % 2 else "C-104", place * 6_000, place * 6_000 + 5_500, f"{text} {place}.")
        for place in range(TURNS)
    ]


TALK = long_talk()
FILES = {
    "Zoom WebVTT": written.zoom_vtt(TALK),
    "Teams WebVTT": written.teams_vtt(TALK),
    "SRT": written.srt_text(TALK),
    "Otter": written.otter_text(TALK),
    "plain text": written.plain_text(TALK),
    "Zoom text": written.zoom_text(TALK),
    "CSV": written.table(TALK),
    "WhisperX JSON": written.whisperx_json(TALK),
    "Teams document": written.new_teams_docx(TALK),
}
LIBRARIES = {
    "Zoom WebVTT": ("webvtt-py", webvtt.from_string),
    "Teams WebVTT": ("webvtt-py", webvtt.from_string),
    "SRT": ("srt", lambda text: list(srt.parse(text))),
    "WhisperX JSON": ("json", json.loads),
}


@pytest.mark.parametrize("name", FILES)
def test_reading(benchmark, cpu_seconds, say, name):
    content = FILES[name]
    raw = content if isinstance(content, bytes) else content.encode()
    found = benchmark(lambda: read_transcript(raw, "session"))
    assert len(found.turns) == TURNS
    assert [turn.text for turn in found.turns] == [text for _, _, _, text in TALK]
    ours = cpu_seconds(lambda: read_transcript(raw, "session"))
    beside = ""
    if name in LIBRARIES:
        library, alone = LIBRARIES[name]
        text = content.removeprefix("\ufeff")
        theirs = cpu_seconds(lambda: alone(text))
        beside = f"   {library} alone {theirs:8.4f} s, ours takes {ours / theirs:5.1f} times as long"
    say(f"read 8,000 words, {name:<16} {ours:8.4f} s{beside}")


@pytest.mark.parametrize("write", [as_vtt, as_json])
def test_writing(benchmark, write):
    found = read_transcript(FILES["CSV"].encode(), "session")
    assert read_transcript(benchmark(lambda: write(found)).encode(), "session").turns == found.turns
