"""`mendline transcript` as its user runs it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

VTT = """WEBVTT

1
00:00:01.250 --> 00:00:02.000
Clinician Aspen: Hello & welcome

2
00:01:03.000 --> 00:01:04.500
C-104: Hi
"""
START = "import sys; from dashboard.cli import main; main(sys.argv[1:])"


@pytest.fixture
def transcript(tmp_path):
    def run(text, *options, name="session.vtt"):
        (tmp_path / name).write_text(text, "utf-8")
        command = [sys.executable, "-c", START, "transcript", tmp_path / name, *options]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    return run


def test_json_gives_the_turns_in_seconds(transcript):
    done = transcript(VTT, "--json")
    assert json.loads(done.stdout) == {
        "turns": [
            {"index": 0, "start": 1.25, "end": 2.0, "speaker": "Clinician Aspen", "text": "Hello & welcome"},
            {"index": 1, "start": 63.0, "end": 64.5, "speaker": "C-104", "text": "Hi"},
        ],
        "format": "webvtt",
        "level": "ends",
    }


def test_what_is_unknown_is_null(transcript):
    told = json.loads(transcript("A  0:05\nHello.\n\nB  0:09\nHi.\n", "--json", name="a.txt").stdout)
    assert told["level"] == "starts"
    assert [(turn["start"], turn["end"]) for turn in told["turns"]] == [(5.0, None), (9.0, None)]


def test_vtt_reads_back_the_same(transcript):
    written = transcript(VTT, "--vtt").stdout
    assert transcript(written, "--json").stdout == transcript(VTT, "--json").stdout


def test_without_options_it_is_readable(transcript):
    assert transcript(VTT).stdout.splitlines() == [
        "webvtt, 2 turns, times: when turns start and end, speakers: Clinician Aspen, C-104",
        "",
        "0 00:00:01.250 - 00:00:02.000 Clinician Aspen: Hello & welcome",
        "1 00:01:03.000 - 00:01:04.500 C-104: Hi",
    ]
    nameless = transcript("WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n").stdout
    assert nameless.endswith("0 00:00:01.000 - 00:00:02.000 unknown: Hi\n")
    assert "\n0 A: Hello" in transcript("A: Hello\nA: Hi\n").stdout


def test_columns_of_a_table_are_mapped(transcript):
    options = ("--speaker-column", "wer", "--text-column", "3", "--start-column", "von", "--end-column", "bis")
    done = transcript("wer,von,was,bis\nA,1,Hello,2.5\n", *options, "--json", name="a.csv")
    turn = {"index": 0, "start": 1.0, "end": 2.5, "speaker": "A", "text": "Hello"}
    assert json.loads(done.stdout)["turns"] == [turn]


@pytest.mark.parametrize(
    ("text", "options", "told"),
    [
        (VTT.replace("00:01:03.000", "00:01:0x"), (), "session.vtt, line 8: the time line is broken. Write it as"),
        ("", ("--json",), "session.vtt, line 1: the file is empty. Export the transcript again. Nothing was taken."),
        (VTT, ("--json", "--vtt"), "Choose one."),
        (VTT, ("--format", "mp3"), "There is no format 'mp3'"),
        (VTT, ("--text-column", "said"), "there is no column 'said'"),
    ],
)
def test_what_cannot_be_done_is_refused_with_exit_code_2(transcript, text, options, told):
    done = transcript(text, *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr


def test_a_file_that_is_not_there_is_refused(transcript):
    done = subprocess.run(
        [sys.executable, "-c", START, "transcript", "nowhere.vtt"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "there is no such file" in done.stderr
