"""`mendline dialogue` and `mendline train-behaviours` as their users run them."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

VTT = """WEBVTT

00:00:01.000 --> 00:00:03.500
Clinician Aspen: What did you make of last week?

00:00:06.500 --> 00:00:08.000
C-104: I don't think this is helping.

00:00:08.500 --> 00:00:13.500
Clinician Aspen: Change takes time, you need to be patient.

00:00:14.000 --> 00:00:15.000
C-104: Okay.
"""
START = "import sys; from dashboard.cli import main; main(sys.argv[1:])"
KEYS = ["turns", "talk", "silences", "latency", "markers", "responses", "behaviours", "excerpts", "not_assessable"]


def mendline(*arguments):
    return subprocess.run([sys.executable, "-c", START, *arguments], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a good file, another, and a broken one; and what the command prints of it."""
    path = tmp_path_factory.mktemp("talks")
    (path / "a.vtt").write_text(VTT, "utf-8")
    (path / "b.txt").write_text("T: How was it?\nC: I was tired.\nT: You were tired.\nC: Yes.\n", "utf-8")
    (path / "c.vtt").write_text("WEBVTT\n\n00:00:05.000 --> soon\nC: Hi\n", "utf-8")
    return path, mendline("dialogue", path, "--jsonl", "--processes", "1")


@pytest.fixture(scope="module")
def told(folder):
    done = mendline("dialogue", folder[0] / "a.vtt", "--json")
    assert done.stderr == ""
    return json.loads(done.stdout)


def test_json_has_the_keys_of_the_contract_and_no_other(told):
    assert list(told) == KEYS
    assert told["turns"][1] == {
        "index": 1,
        "start": 6.5,
        "end": 8.0,
        "speaker": "C-104",
        "role": "client",
        "text": "I don't think this is helping.",
    }
    assert told["talk"]["clinician"] == {
        "seconds": 7.5,
        "words": 15,
        "share": 0.75,
        "turns": 2,
        "words_per_minute": None,
    }
    assert told["silences"] == [{"start": 3.5, "seconds": 3.0, "before_turn": 0, "after_turn": 1}]
    assert told["latency"]["clinician"] == {"median": 0.5, "p90": 0.5, "n": 1}
    assert told["latency"]["client"] == {"median": 3.0, "p90": 3.0, "n": 1}
    assert told["behaviours"] == [{"turn": 0, "kind": "question"}, {"turn": 2, "kind": "input"}]


def test_markers_and_answers_rest_on_words(told):
    assert {"turn", "kind", "marker", "confidence", "evidence"} == set(told["markers"][0])
    assert ("confrontation", "complaint_about_progress") in {(one["kind"], one["marker"]) for one in told["markers"]}
    assert "explain" in {one["kind"] for one in told["responses"]}
    assert set(told["excerpts"][0]) == {"first_turn", "last_turn", "reason"}
    assert all(one["what"] and one["reason"] for one in told["not_assessable"])


def test_a_folder_gives_a_line_a_file_and_names_what_is_broken(folder):
    _, done = folder
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["file"] for one in lines] == ["a.vtt", "b.txt"]
    assert [list(one) for one in lines] == [["file", *KEYS]] * 2
    assert lines[1]["talk"]["client"]["seconds"] is None
    assert done.returncode == 2
    assert "1 of 3 files cannot be read" in done.stderr
    assert "c.vtt, line 3" in done.stderr


def test_a_clinician_can_be_said_and_text_is_readable(folder):
    done = mendline("dialogue", folder[0] / "a.vtt", "--clinician", "C-104", "--fell", "goals")
    assert done.stdout.splitlines()[0] == "4 turns; what the file tells: ends"
    assert "clinician: 25% of the seconds, 7 words, 2 turns (1 only listening)" in done.stdout.splitlines()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["{folder}/a.vtt", "--clinician", "Nobody"], "`mendline transcript FILE` shows the speakers"),
        (
            ["{folder}/a.vtt", "--fell", "mood"],
            "There is no line 'mood' of the session rating. Say one of relationship",
        ),
        (["{folder}"], "Say --jsonl with a folder and only then"),
        (["{folder}/c.vtt", "--json"], "c.vtt, line 3: the time line is broken. Write it as"),
        (["{folder}/d.vtt", "--json"], "there is no such file"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_remedy(folder, arguments, message):
    done = mendline("dialogue", *(one.format(folder=folder[0]) for one in arguments))
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stdout == ""


def test_own_labels_are_learned_and_used(tmp_path, folder):
    spoken = {"question": "where is it", "reflection": "you hoped", "input": "a week it takes", "other": "right then"}
    rows = [f"{kind},{text} {number}" for kind, text in spoken.items() for number in range(20)]
    (tmp_path / "labels.csv").write_text("\n".join(["kind,text", *rows]), "utf-8")
    weights = tmp_path / "ours.txt"
    done = mendline("train-behaviours", tmp_path / "labels.csv", "--out", weights)
    assert done.stdout.startswith("Learned from 80 turns")
    used = mendline("dialogue", folder[0] / "a.vtt", "--json", "--behaviours", weights)
    assert [one["turn"] for one in json.loads(used.stdout)["behaviours"]] == [0, 2]
