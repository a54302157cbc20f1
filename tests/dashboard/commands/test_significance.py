"""`mendline significance` as its user runs it. Expected figures: the worked examples of tests/fit/change."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

MENDLINE = Path(sys.executable).parent / "mendline"
# Mean 40, SD 10 (n - 1); r .80: SE 4.4721, S_diff 6.3246.
PRE_POST = "id,pre,post\na,30,28\nb,40,52\nc,50,50\nd,30,45\ne,50,36\n"
ALL_TWO = "id,pre,post\n" + "".join(f"{place},{pre},2\n" for place, pre in enumerate((30, 20, 10, 8, 6, 4, 2)))


@pytest.fixture
def significance(tmp_path):
    def run(text, *options):
        (tmp_path / "scores.csv").write_text(text)
        out = tmp_path / "out.csv"
        given = {"--reliability": "0.80", "--cutoff": "c", "--functional-mean": "60", "--functional-sd": "5"}
        given |= {"--better": "higher", **dict(zip(options[::2], options[1::2], strict=True))}
        flat = [word for name, value in given.items() if value for word in (name, value)]
        command = [MENDLINE, "significance", tmp_path / "scores.csv", "--out", out, *flat]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if not out.exists():
            return done, None
        with out.open(newline="") as file:
            return done, list(csv.DictReader(file))

    return run


def test_the_statistics_used_are_printed_and_the_rows_written(significance):
    done, rows = significance(PRE_POST, "--method", "JT")
    told = json.loads(done.stdout)
    # c = (10 x 60 + 5 x 40) / 15
    assert told["cutoff"] == pytest.approx(800 / 15)
    assert (told["mean_pre"], told["sd_pre"]) == (40, 10)
    assert told["standard_error_of_difference"] == pytest.approx(6.324555, abs=5e-7)
    assert list(rows[0]) == ["id", "pre", "post", "index", "change"]
    assert float(rows[3]["index"]) == pytest.approx(15 / 6.324555, abs=5e-7)
    assert [row["change"] for row in rows] == ["unchanged", "unchanged", "unchanged", "improved", "deteriorated"]


def test_given_clinical_figures_move_the_cutoff_and_not_the_index(significance):
    _, rows = significance(PRE_POST, "--method", "JT", "--clinical-mean", "30", "--clinical-sd", "4")
    # c = (4 x 60 + 5 x 30) / 9 = 43.33
    assert [row["change"] for row in rows] == ["unchanged", "unchanged", "unchanged", "recovered", "harmed"]


def test_where_lower_is_better_the_same_rows_turn_round(significance):
    turned = ("--better", "lower", "--functional-mean", "20")
    mirrored = "id,pre,post\na,50,52\nb,40,28\nc,30,30\nd,50,35\ne,30,44\n"
    _, rows = significance(mirrored, "--method", "JT", *turned)
    assert [row["change"] for row in rows] == ["unchanged", "unchanged", "unchanged", "improved", "deteriorated"]


@pytest.mark.parametrize("method", ["GLN", "HLL", "EN", "NK"])
def test_scores_that_end_all_alike_are_no_obstacle(significance, method):
    done, rows = significance(ALL_TWO, "--method", method)
    assert done.returncode == 0, done.stderr
    assert len(rows) == 7
    assert json.loads(done.stdout)["correlation"] is None


def test_ha_needs_scores_that_vary(significance):
    done, rows = significance(ALL_TWO, "--method", "HA")
    assert (done.returncode, rows) == (2, None)
    assert "Use JT" in done.stderr


def test_ha_is_held_against_its_own_critical_value(significance):
    done, _ = significance(PRE_POST, "--method", "HA")
    assert json.loads(done.stdout)["critical"] == 1.65


def test_hlm_reads_a_row_a_session(significance):
    slopes = dict(zip("abcdefghij", (0, 0.2, 0.9, 1.4, 2.1, 2.4, 3.1, 3.2, 3.9, 4.4), strict=True))
    noise = (0.4, -0.9, 0.7, 1.1, -0.3, -0.8)
    rows = [
        f"{name},{session},{20 + place + slope * session + noise[(session + place) % 6]:.2f}"
        for place, (name, slope) in enumerate(slopes.items())
        for session in range(1, 7)
    ]
    done, told = significance("id,session,score\n" + "\n".join(rows) + "\n", "--method", "HLM", "--reliability", "")
    assert done.returncode == 0, done.stderr
    assert [row["id"] for row in told] == list(slopes)
    assert float(told[0]["index"]) < -1.96 < 1.96 < float(told[-1]["index"])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (PRE_POST.replace("40,52", "40,fifty"), "line 3: post 'fifty' is not a number"),
        (PRE_POST.replace("c,", "a,"), "line 4: id 'a' stands already in line 2"),
        (PRE_POST.replace("40,52", "40,5,2"), "line 3: more fields"),
        ("id,pre\na,1\n", "no column post"),
        ("id,pre,post\n", "no row below the header"),
        ("id,pre,post\na,1,2\n", "One person is no sample"),
        ("id,pre,post\na,1,2\nb,1,3\n", "standard deviation of 0.0"),
    ],
)
def test_a_bad_file_is_refused_by_line_and_leaves_nothing(significance, text, says):
    done, rows = significance(text, "--method", "JT")
    assert (done.returncode, rows) == (2, None)
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_all_other_families_need_the_reliability(significance):
    done, rows = significance(PRE_POST, "--method", "JT", "--reliability", "")
    assert (done.returncode, rows) == (2, None)
    assert "needs the reliability" in done.stderr
