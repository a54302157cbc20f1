"""`mendline wording-check` as another program runs it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest


def told(text, *options):
    command = [sys.executable, "-m", "dashboard.cli", "wording-check", *options]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
    return done, [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_one_object_a_line_and_blank_lines_keep_their_place():
    done, lines = told("You always do this.\n\nThank you for telling me.\r\nSee you next Tuesday.\n")
    assert done.returncode == 0
    assert [line["text"] for line in lines] == [
        "You always do this.", "", "Thank you for telling me.", "See you next Tuesday.",
    ]  # fmt: skip
    found = lines[0]["findings"][0]
    assert set(found) == {"kind", "start", "end", "why", "instead"}
    assert (found["kind"], lines[0]["text"][found["start"] : found["end"]]) == ("blame", "You always")
    assert [set(one) for one in lines[2]["good"]] == [{"kind", "start", "end"}]
    assert lines[1] == {"text": "", "findings": [], "good": []}
    assert lines[3] == {"text": "See you next Tuesday.", "findings": [], "good": []}


def test_the_step_is_heard():
    text = "The reason I suggested the diary was to see what your days are like.\n"
    assert told(text, "--step", "validate")[1][0]["findings"]
    assert told(text, "--step", "renegotiate")[1][0]["findings"] == []


def test_another_language_is_said_to_be_not_checked_in_the_same_shape():
    line = told("Siempre haces lo mismo.\n", "--language", "es")[1][0]
    assert (line["findings"], line["good"]) == ([], [])
    assert "'es'" in line["not_checked"]


@pytest.mark.parametrize("step", ["begin", ""])
def test_an_unknown_step_is_refused(step):
    done, lines = told("x\n", "--step", step)
    assert (done.returncode, lines) == (2, [])
