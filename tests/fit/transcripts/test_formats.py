"""The same talk in every format comes back with every turn, speaker and time that the format holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fit.errors import DefinitionError, UnknownNameError
from fit.transcripts import Level, _registry, formats, read_transcript
from tests.fit.transcripts import written
from tests.fit.transcripts.written import TALK, said, starts_only, words_only

EXACT = {
    "webvtt": [written.zoom_vtt(TALK), written.teams_vtt(TALK)],
    "srt": [written.srt_text(TALK)],
    "teams_docx": [written.old_teams_docx(TALK)],
    "table_csv": [written.table(TALK), written.table(TALK, separator=";"), written.table(TALK, separator="\t")],
    "whisper_json": [written.whisperx_json(TALK)],
}
WHOLE_SECONDS = {
    "otter": [written.otter_text(TALK)],
    "teams_docx": [written.new_teams_docx(TALK)],
    "plain_text": [written.plain_text(TALK)],
    "zoom_txt": [written.zoom_text(TALK)],
}
WORDS = {"plain_text": [written.untimed_text(TALK)], "meet_docx": [written.meet_docx(TALK)]}


def files(table):
    return [
        pytest.param(one, content, id=f"{one} {place}") for one in table for place, content in enumerate(table[one])
    ]


@pytest.mark.parametrize(("format_id", "content"), files(EXACT))
def test_a_file_with_starts_and_ends_keeps_both_to_the_millisecond(read, format_id, content):
    found = read(content, "export.bin")
    assert (found.format, found.level) == (format_id, Level.ENDS)
    assert said(found) == TALK
    assert not found.whole_seconds


@pytest.mark.parametrize(("format_id", "content"), files(WHOLE_SECONDS))
def test_a_file_with_starts_in_whole_seconds_leaves_ends_unknown(read, format_id, content):
    found = read(content, "export.bin")
    assert (found.format, found.level) == (format_id, Level.STARTS)
    assert said(found) == starts_only(TALK)
    assert found.whole_seconds


@pytest.mark.parametrize(("format_id", "content"), files(WORDS))
def test_a_file_without_times_has_the_words_alone(read, format_id, content):
    found = read(content, "export.bin")
    assert (found.format, found.level) == (format_id, Level.WORDS)
    assert said(found) == words_only(TALK)
    assert not found.whole_seconds


@pytest.mark.parametrize("suffix", [".vtt", ".srt", ".txt", ".csv", ".json", ".docx", ""])
def test_the_content_decides_whatever_the_suffix_says(read, suffix):
    for table in (EXACT, WHOLE_SECONDS, WORDS):
        for format_id, contents in table.items():
            assert [read(one, f"session{suffix}").format for one in contents] == [format_id] * len(contents)


def test_every_format_is_found_by_its_file_and_tried_here():
    folder = Path(_registry.__file__).parent
    ids = {path.stem for path in folder.glob("[a-z]*.py")}
    assert set(formats()) == ids
    assert ids == {*EXACT, *WHOLE_SECONDS, *WORDS, "mendline_json"}
    assert all(re.fullmatch(r"[A-Z(].+[^.]", one.title) for one in formats().values())


def test_a_format_can_be_asked_for_by_its_id(read):
    content = "Clinician Aspen  0:05\nHello: you.\n\nC-104  0:09\nHello.\n"
    assert read(content).format == "otter"
    assert read(content, format_id="otter").turns == read(content).turns


def test_a_format_that_does_not_exist_is_refused_with_those_that_do(read):
    with pytest.raises(UnknownNameError, match=r"no format 'mp3'\. Known: meet_docx, mendline_json, otter"):
        read("A: b\nA: c\n", format_id="mp3")


def test_a_format_file_without_its_two_functions_is_refused():
    with pytest.raises(DefinitionError, match=r"odd\.py: sniff, read or the docstring is missing"):
        _registry._format("odd", pytest)


def test_text_that_is_no_transcript_is_refused_with_the_formats_we_know(refused):
    wrong = refused("milk, eggs and bread\n", "list.txt")
    assert (wrong.file, wrong.where) == ("list.txt", "line 1")
    assert "WebVTT, SRT" in str(wrong)


def test_errors_hold_nothing_that_was_said(refused):
    files = [
        "WEBVTT\n\n00:00:01.000 --> secret\nsecret\n",
        "WEBVTT\n\nsecret\nsecret\n",
        "1\nsecret\n\n2\n00:00:01,000 --> 00:00:02,000\nsecret\n",
        '{"segments":[{"text":7,"note":"secret"}]}',
        '{"turns":[{"text":"secret","start":"secret"}]}',
        "speaker,text\nA,secret,secret\n",
        "my secret is that long ago I never told anybody about it,at all\nA,secret\n",
        "secret",
    ]
    assert [str(refused(one, "a.csv")) for one in files if "secret" in str(refused(one, "a.csv"))] == []


def test_a_transcript_is_read_from_bytes_and_called_by_its_name():
    assert read_transcript(written.zoom_vtt(TALK).encode(), "a.vtt").turns[0].index == 0
