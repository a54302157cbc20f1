"""mendline fit-trajectory as a clinic runs it."""

from __future__ import annotations

import json

import pytest

from dashboard.cli import main
from fit.scales import AgeBand
from fit.trajectory import load_curve_set


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def done(*arguments):
        with pytest.raises(SystemExit) as ended:
            main([str(one) for one in arguments])
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return done


@pytest.fixture
def ratings(run):
    def made(clients):
        run("simulate", "--clients", clients, "--seed", 4, "--no-items", "--no-alliance", "--out", "ratings.csv")
        return "ratings.csv"

    return made


def test_a_clinic_fits_its_own_path_and_every_verdict_names_it(run, ratings, tmp_path):
    code, out, err = run("fit-trajectory", ratings(260), "--out", "ours.toml")
    assert code == 0
    report = json.loads(out)
    (adult,) = report["curves"]
    left_out = adult["left_out"]
    assert adult["episodes"] == adult["closed_episodes"] - left_out["one_rating"] - left_out["high_start"]
    assert adult["converged"] is True
    assert adult["residual_sd"] > 0
    assert adult["ratings"] > adult["episodes"]
    assert "no curve for child" in err
    curves = load_curve_set(tmp_path / "ours.toml")
    assert (curves.id, curves.label, curves.version) == ("ours", "expected path of this clinic", report["version"])
    assert curves.of_band(AgeBand.CHILD) == ()
    assert f"{adult['episodes']} closed episodes" in curves.source
    code, _, err = run("assess", "ratings.csv", "--out", "out.csv", "--trajectory", "ours.toml")
    assert (code, "expected path of this clinic ratings-" in err) == (0, True)


def test_the_same_ratings_give_the_same_file(run, ratings, tmp_path):
    file = ratings(200)
    for name in ("one", "two"):
        assert run("fit-trajectory", file, "--out", f"{name}.toml", "--id", "same")[0] == 0
    assert (tmp_path / "one.toml").read_bytes() == (tmp_path / "two.toml").read_bytes()


def test_too_few_are_refused_with_the_count_and_no_file_is_left(run, ratings, tmp_path):
    code, out, err = run("fit-trajectory", ratings(60), "--out", "ours.toml")
    assert (code, out) == (2, "")
    assert "closed episodes, " in err
    assert "the policy asks for 100" in err
    assert "until then use the simulated reference" in err
    assert not (tmp_path / "ours.toml").exists()


def test_another_policy_may_ask_for_fewer(run, ratings, tmp_path):
    (tmp_path / "few.toml").write_text('based_on = "icce"\nversion = "1"\n[track]\nclosed_episodes_to_fit = 40\n')
    assert run("fit-trajectory", ratings(60), "--out", "ours.toml", "--policy", "few.toml")[0] == 0


def test_a_file_without_outcome_ratings_says_so(run, tmp_path):
    (tmp_path / "srs.csv").write_text("episode_id,age_band,session,scale,total\nE,adult,1,srs,39\n")
    code, _, err = run("fit-trajectory", "srs.csv", "--out", "ours.toml")
    assert (code, "no client's own rating on a scale of the ORS family in it" in err) == (2, True)


def test_a_bad_row_is_refused_by_its_line(run, tmp_path):
    (tmp_path / "bad.csv").write_text("episode_id,age_band,session,scale,total\nE,adult,1,ors,41\n")
    code, _, err = run("fit-trajectory", "bad.csv", "--out", "ours.toml")
    assert (code, "line 2" in err) == (2, True)
