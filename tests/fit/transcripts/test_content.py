"""Bytes become lines: encodings, limits, and what is no text."""

from __future__ import annotations

import pytest

from fit.transcripts import LARGEST_BYTES, _content

TALK = "Zo\u00eb: caf\u00e9\nC: yes\u2026\nZo\u00eb: no\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "windows-1252"]
)
def test_usual_encodings_are_recognised(read, encoding):
    found = read(TALK.encode(encoding))
    assert [(turn.speaker, turn.text) for turn in found.turns] == [
        ("Zo\u00eb", "caf\u00e9"),
        ("C", "yes\u2026"),
        ("Zo\u00eb", "no"),
    ]


@pytest.mark.parametrize(
    ("raw", "line", "what"),
    [
        (b"", 1, "file is empty"),
        (b" \r\n\t", 1, "file is empty"),
        (b"\xef\xbb\xbf", 1, "file is empty"),
        (TALK.encode().replace(b"yes", b"ye\xff"), 2, "a character is damaged"),
        (b"A: so\nA: \x81\n", 2, "characters that are no windows-1252"),
        (TALK.encode("utf-8-sig").replace(b"yes", b"ye\xff"), 2, "characters that are no utf-8"),
        (TALK.encode("utf-16") + b"\x00", 4, "characters that are no utf-16"),
        (b"A: so\nA: \0\n", 2, "NUL bytes"),
        (b"RIFF\x24\x08\0\0WAVEfmt ", 1, "NUL bytes"),
        (b"\0\0\0\x18ftypmp42", 1, "NUL bytes"),
    ],
)
def test_what_cannot_be_read_as_text_is_refused_by_line(refused, raw, line, what):
    wrong = refused(raw)
    assert wrong.where == f"line {line}"
    assert what in wrong.what


def test_a_file_at_the_limit_is_read_and_one_byte_more_is_not(read, refused):
    talk = "A: hello\nA: "
    assert len(read(talk + "x" * (LARGEST_BYTES - len(talk))).turns) == 2
    assert refused(talk + "x" * (LARGEST_BYTES - len(talk) + 1)).what == "the file is larger than 32 MB"


def test_more_lines_than_a_session_has_are_refused(read, refused, monkeypatch):
    monkeypatch.setattr(_content, "MOST_LINES", 3)
    assert read("A: a\nA: b\nA: c")
    wrong = refused("A: a\nA: b\nA: c\nA: d")
    assert (wrong.where, wrong.what) == ("line 4", "there are more lines than a session has")


@pytest.mark.parametrize("sign", ["\u2028", "\x0b", "\x0c", "\x85", "\xa0"])
def test_signs_that_only_some_programs_break_lines_at_break_none(read, sign):
    assert [turn.text for turn in read(f"A: so{sign}B: x\nA: no\n").turns] == ["so B: x", "no"]


def test_all_three_line_breaks_count_as_one_line(refused):
    assert refused("WEBVTT\r\n\r\n00:01.000 --> 00:02.000\rhi\n\nx\ny").where == "line 6"
