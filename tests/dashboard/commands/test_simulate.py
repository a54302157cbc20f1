"""`mendline simulate` writes a table that `mendline assess` takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer.testing import CliRunner

from dashboard.cli import command_line
from fit.interop.tables_in import read_ratings

if TYPE_CHECKING:
    from pathlib import Path


def simulated(*options: str) -> str:
    result = CliRunner().invoke(command_line(), ["simulate", *options])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_same_seed_gives_the_same_file(tmp_path: Path) -> None:
    for name in ("one.csv", "two.csv"):
        simulated("--clients", "30", "--seed", "4", "--out", str(tmp_path / name))
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_it_says_how_much_it_made_and_where(tmp_path: Path) -> None:
    said = simulated("--clients", "30", "--seed", "4", "--out", str(tmp_path / "s.csv"))
    table = read_ratings(tmp_path / "s.csv")
    assert f"30 simulated episodes with {len(table)} ratings" in said


def test_the_truth_goes_into_a_file_of_its_own(tmp_path: Path) -> None:
    out, truth = tmp_path / "s.csv", tmp_path / "truth.csv"
    simulated("--clients", "30", "--seed", "4", "--no-items", "--out", str(out), "--truth", str(truth))
    assert truth.read_text().count("\n") == 31
    assert "true_change" not in out.read_text()
    assert out.read_text().startswith("episode_id,age_band,session,scale,total,date,informant\n")


def test_no_clients_are_refused() -> None:
    assert CliRunner().invoke(command_line(), ["simulate", "--clients", "0", "--seed", "1"]).exit_code == 2
