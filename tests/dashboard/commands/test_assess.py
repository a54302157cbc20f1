"""`mendline assess` as its user runs it: a file in, a file out, no server."""

from __future__ import annotations

import csv
import os
import pty
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pyarrow import csv as csv_in

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
    sessions, curves = tmp_path / "sessions.csv", tmp_path / "curves.toml"
    curves.write_text(CURVES)
    assess(RATINGS, "--per-session", str(sessions), "--trajectory", str(curves))
    rows = rows_in(sessions)
    assert list(rows[0]) == ["episode_id", "session", "track", "expected", "outcome_signals", "alliance_signals"]
    assert [(row["episode_id"], row["session"], row["track"]) for row in rows] == [
        ("B", "1", "not_assessable"),
        ("B", "2", "green"),
        ("A", "1", "not_assessable"),
        ("A", "2", "red"),
    ]
    told = set(rows[3]["outcome_signals"].split(";"))
    assert told >= {"deterioration", "off_track", "risk_of_unplanned_ending", "sharp_last_fall"}


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


def test_a_parquet_file_gives_the_same_verdicts_as_csv(assess, tmp_path):
    _, rows = assess()
    made = csv_in.read_csv(tmp_path / "ratings.csv")
    pq.write_table(made, tmp_path / "ratings.table")  # told by its content, not by its name
    out = tmp_path / "from_parquet.csv"
    command = [MENDLINE, "assess", tmp_path / "ratings.table", "--out", out]
    subprocess.run(command, check=True, capture_output=True)
    assert rows_in(out) == rows


def test_an_episode_is_explained_with_formula_values_line_policy_and_source(tmp_path):
    (tmp_path / "ratings.csv").write_text(RATINGS)
    command = [MENDLINE, "assess", tmp_path / "ratings.csv", "--explain", "B"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    for told in (
        "Episode B: ORS and SRS by the client, 2 sessions",
        "Change since intake: recovered",
        "values: intake 18.0, latest 25.5, gain 7.5, clinical cutoff 25.0",
        "line: reliable change at least 5.0 points; clinical range below 25.0",
        "policy: ICCE",
        "Effect size: ",
        "Place against the expected path: ",
        "Target: ",
        "Session 2: The session rating fell since the last one (drop); unknown",
        "source: OpenFIT: red at a change of -1 or less since the last session",
    ):
        assert told in done.stdout
    assert "Episode A" not in done.stdout
    assert list(tmp_path.iterdir()) == [tmp_path / "ratings.csv"]


def test_what_is_not_known_of_an_episode_is_called_so(tmp_path):
    (tmp_path / "ratings.csv").write_text("episode_id,age_band,session,scale,total\nC,adult,1,srs,38\n")
    command = [MENDLINE, "assess", tmp_path / "ratings.csv", "--explain", "C"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Episode C: SRS by the client, 1 sessions" in told
    assert "Target: not known" in told


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--explain", "Z"), "there is no episode 'Z'"),
        ((), "Add --out OUT.csv for the verdicts, or --explain EPISODE"),
        (("--explain", "B", "--engine", "dask"), "Leave --engine dask out"),
        (("--out", "x.csv", "--scheduler", "tcp://127.0.0.1:1"), "Add --engine dask"),
    ],
)
def test_options_that_cannot_be_are_refused_with_what_to_change(tmp_path, options, says):
    (tmp_path / "ratings.csv").write_text(RATINGS)
    command = [MENDLINE, "assess", "ratings.csv", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 2
    assert says in done.stderr
    assert list(tmp_path.iterdir()) == [tmp_path / "ratings.csv"]


def test_a_bar_is_shown_on_a_terminal_and_nowhere_else(tmp_path):
    (tmp_path / "ratings.csv").write_text(RATINGS)
    ours, theirs = pty.openpty()
    command = [MENDLINE, "assess", tmp_path / "ratings.csv", "--out", tmp_path / "out.csv"]
    subprocess.run(command, stderr=theirs, stdout=subprocess.PIPE, check=True)
    os.close(theirs)
    assert b"100%" in os.read(ours, 10_000)
    os.close(ours)
    done = subprocess.run(command, capture_output=True, check=True)
    assert b"%" not in done.stderr
