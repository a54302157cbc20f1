"""Tables: a first guess of the columns, the user's word above it, and faults by line."""

from __future__ import annotations

import pytest

from fit.transcripts import Columns
from tests.fit.transcripts.written import TALK, said, table


@pytest.mark.parametrize(
    "header",
    [
        ("speaker", "start", "end", "text"),
        ("Interlocutor", "Timestamp", "End Time", "Utterance_Text"),
        ("role", "start-time", "stop", "content"),
        ("Name", " time ", "to", "Message"),
    ],
)
def test_usual_names_of_columns_are_guessed(read, header):
    assert said(read(table(TALK, header), "a.csv")) == TALK


def test_unusual_columns_are_named_or_numbered_by_the_user(read):
    content = table(TALK, ("wer", "von", "bis", "gesagt"))
    for columns in (
        Columns(speaker="wer", start="von", end="bis", text="gesagt"),
        Columns(speaker="1", start="2", end="3", text="4"),
        Columns(speaker="WER", start=" von", end="3", text="Gesagt"),
    ):
        assert said(read(content, "a.csv", columns=columns)) == TALK


def test_the_user_is_believed_more_than_the_guess(read):
    content = "speaker,text,said\nA,x,Hello\n"
    assert read(content, columns=Columns(text="said")).turns[0].text == "Hello"


@pytest.mark.parametrize(
    ("header", "written", "start"),
    [
        ("start", "00:00:13", 13_000),
        ("start", "13", 13_000),
        ("start", "13.25", 13_250),
        ("start", '"13,25"', 13_250),
        ("start", "1:02.5", 62_500),
        ("start", "", None),
        ("start_ms", "13250", 13_250),
        ("start ms", "13.5", 13_500),
    ],
)
def test_times_may_be_clocks_or_seconds_or_milliseconds(read, header, written, start):
    assert read(f"speaker,{header},text\nA,{written},Hello\n").turns[0].start == start


def test_rows_without_text_and_empty_lines_are_left_out(read):
    found = read('speaker,text\nA,Hello\n\nB,\nB,"and\nso"\n,x\n')
    assert said(found) == [("A", None, None, "Hello"), ("B", None, None, "and so"), (None, None, None, "x")]


def test_an_end_without_a_start_is_unknown(read):
    assert said(read("speaker,start,end,text\nA,,5,Hello\n")) == [("A", None, None, "Hello")]


@pytest.mark.parametrize(
    ("content", "line", "what", "remedy"),
    [
        ("speaker,text\nA,Hello\nA,so,yes\n", 3, "the row has 3 cells, the first line 2", "quotation marks"),
        ("speaker,text\nA\n", 2, "the row has 1 cells", "quotation marks"),
        (
            'speaker,text\nA,"two\nlines"\nB,"open\nfor ever',
            4,
            "a cell of the row is not closed, or far too long",
            "Close",
        ),
        ("speaker,text,start\nA,Hello,soon\n", 2, "time cannot be read", "or leave it empty"),
        ("speaker,text,start\nA,Hello,00:61\n", 2, "time cannot be read", "or leave it empty"),
        ("speaker,text,start,end\nA,Hello,2,1\n", 2, "ends before it starts", "Correct"),
        ("a,b\nA,Hello\n", 1, "no column is known", "the columns are: a, b"),
        ("a,00:01\nA,Hello\n", 1, "no column is known", "Name the columns in the first line"),
        (f"a,{'b' * 41}\nA,Hello\n", 1, "no column is known", "Name the columns in the first line"),
        ("speaker,text\n", 1, "nothing is said", "export it again"),
        ("speaker,text\nA," + "x" * 200_000 + "\n", 2, "a cell of the row is not closed, or far too long", "Close"),
    ],
)
def test_a_broken_table_is_refused_by_line(refused, content, line, what, remedy):
    wrong = refused(content, "a.csv")
    assert wrong.where == f"line {line}"
    assert what in wrong.what
    assert remedy in wrong.remedy


@pytest.mark.parametrize("asked", ["0", "3", "said", "\u00b2", "9" * 5_000])
def test_a_column_that_is_not_there_is_refused_with_those_that_are(refused, asked):
    wrong = refused("speaker,text\nA,Hello\n", columns=Columns(text=asked))
    assert "there is no column" in wrong.what
    assert "speaker, text" in wrong.remedy


def test_a_first_line_that_cannot_be_a_row_is_refused(refused):
    assert refused('"' + "x" * 200_000 + "\n", "a.csv").where == "line 1"
    assert refused('"speaker"s,text\n', "a.csv", format_id="table_csv").where == "line 1"
