"""`mendline assess` as its user runs it: a file in, a file out, no server."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

MENDLINE = Path(sys.executable).parent / "mendline"

RATINGS = """episode_id,age_band,session,scale,total
B,adult,1,ors,18.0
A,adult,1,ors,30.0
B,adult,1,srs,39.0
B,adult,2,ors,25.5
B,adult,2,srs,36.5
A,adult,2,ors,24.9
"""

COLUMNS = (
    "episode_id,sessions,intake,latest,gain,effect_size,clinical_cutoff,reliable_change_points,change,expected_latest,"
    "track,target,target_met_percent,sawtooth,high_start,alliance_latest,outcome_signals,alliance_signals"
)

CURVES = """
id = "flat"
version = "1"
source = "made up for this test"
licence = "none"
[[curve]]
age_band = "adult"
form = "cubic"
up_to_sessions = 5
flatten_at = 4
centre = 20
intercept = [20, 1]
linear = [2, 0]
quadratic = [0, 0]
cubic = [0, 0]
sd = 5
red_below = 3
"""


def rows_in(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def assess(tmp_path):
    def run(text=RATINGS, *options):
        (tmp_path / "ratings.csv").write_text(text)
        out = tmp_path / "out.csv"
        command = [MENDLINE, "assess", tmp_path / "ratings.csv", "--out", out, *options]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done, rows_in(out) if out.exists() else None

    return run


def test_a_row_per_episode_in_the_order_of_first_appearance(assess, tmp_path):
    done, rows = assess()
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out.csv").read_text().splitlines()[0] == COLUMNS
    assert [(row["episode_id"], row["gain"], row["change"]) for row in rows] == [
        ("B", "7.5", "recovered"),
        ("A", "-5.1", "harmed"),
    ]
    assert rows[0]["alliance_signals"] == "drop"
    assert rows[1]["alliance_latest"] == ""


def test_a_curve_file_and_a_policy_are_used(assess, tmp_path):
    curves = tmp_path / "curves.toml"
    curves.write_text(CURVES)
    _, rows = assess(RATINGS, "--trajectory", str(curves), "--policy", "pcoms")
    first = rows[0]
    assert [float(first[name]) for name in ("effect_size", "expected_latest", "target", "target_met_percent")] == [
        1.5,
        20.0,
        26.0,
        93.75,
    ]
    assert (first["track"], first["reliable_change_points"], rows[1]["change"]) == ("green", "6.0", "unchanged")


def test_a_row_per_session_when_asked(assess, tmp_path):
    sessions = tmp_path / "sessions.csv"
    assess(RATINGS, "--per-session", str(sessions))
    rows = rows_in(sessions)
    assert list(rows[0]) == ["episode_id", "session", "track", "expected", "outcome_signals", "alliance_signals"]
    assert [(row["episode_id"], row["session"], row["track"]) for row in rows] == [
        ("B", "1", "not_assessable"),
        ("B", "2", "green"),
        ("A", "1", "not_assessable"),
        ("A", "2", "red"),
    ]
    assert rows[3]["outcome_signals"] == "deterioration;off_track;risk_of_unplanned_ending;sharp_last_fall"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (RATINGS.replace("B,adult,2,ors,25.5", "B,adult,2,ors,41"), "line 5"),
        (RATINGS.replace("B,adult,2,ors,25.5", "B,adult,2,ors,25.55"), "line 5"),
        (RATINGS.replace("B,adult,2,ors,25.5", "B,adult,2,oq45,25.5"), "line 5"),
        (RATINGS.replace("B,adult,2,ors,25.5", "B,adult,1,ors,25.5"), "line 5"),
        (RATINGS.replace("B,adult,2,ors,25.5", "B,old,2,ors,25.5"), "line 5"),
        ("", "empty"),
        ("episode_id,session\n", "age_band"),
    ],
)
def test_a_bad_file_is_refused_by_line_and_leaves_nothing(assess, text, says):
    done, rows = assess(text)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert rows is None


@pytest.mark.parametrize("options", [("--policy", "oq"), ("--trajectory", "nowhere.toml")])
def test_an_unknown_policy_or_curve_file_is_refused(assess, options):
    done, rows = assess(RATINGS, *options)
    assert (done.returncode, rows) == (2, None)
    assert options[1] in done.stderr


def test_a_name_with_a_comma_comes_back_whole(assess):
    _, rows = assess('episode_id,age_band,session,scale,total\n"B, ""2"" x",adult,1,ors,18.0\n')
    assert rows[0]["episode_id"] == 'B, "2" x'


def test_there_is_no_file_no_folder_to_write_to(tmp_path):
    (tmp_path / "ratings.csv").write_text(RATINGS)
    command = [MENDLINE, "assess", tmp_path / "ratings.csv", "--out", tmp_path / "nowhere" / "out.csv"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
