"""Simulated episodes are written as tables that the reader takes, and the truth stands apart from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow.parquet as pq
import pytest
from pyarrow import csv

from fit.errors import InputError
from fit.interop.simulated_out import rating_columns, table_file, truth_columns
from fit.interop.tables_in import read_ratings
from fit.scales import scale_ids
from fit.simulation import ENDINGS, population, simulate, simulate_range

if TYPE_CHECKING:
    from pathlib import Path

CLIENTS, SEED, BLOCK = 90, 5, 40


def written(path: Path, **chosen: bool) -> Path:
    with table_file(path) as table:
        for cohort in simulate(CLIENTS, SEED, block=BLOCK):
            table.write(rating_columns(cohort, table, **chosen))
    return path


def test_a_written_table_is_read_back_as_it_was_simulated(tmp_path: Path) -> None:
    table = read_ratings(written(tmp_path / "simulated.csv"))
    cohort = simulate_range(0, CLIENTS, SEED)
    table.raise_if_bad("simulated.csv")
    assert table.episode_ids == cohort.ratings.episode_ids
    assert table.age_band.tolist() == list(cohort.ratings.age_band)
    for name in ("episode", "session", "scale", "informant", "total", "items"):
        assert getattr(table, name).tolist() == getattr(cohort.ratings, name).tolist(), name
    assert table.date is not None
    assert table.date.min() >= np.datetime64(population().calendar.first_day)


def test_parquet_holds_the_same_and_keeps_episodes_within_row_groups(tmp_path: Path) -> None:
    parquet = pq.ParquetFile(written(tmp_path / "simulated.parquet"))
    table, text = parquet.read(), csv.read_csv(written(tmp_path / "simulated.csv"))
    assert table.column_names == text.column_names
    assert table["total"].to_pylist() == text["total"].to_pylist()
    assert table["goals"].to_pylist() == text["goals"].to_pylist()
    groups = [set(parquet.read_row_group(group)["episode_id"].to_pylist()) for group in range(parquet.num_row_groups)]
    assert len(groups) == 3
    assert sum(len(group) for group in groups) == len(set.union(*groups)) == CLIENTS


def test_items_and_alliance_ratings_can_be_left_out(tmp_path: Path) -> None:
    table = read_ratings(written(tmp_path / "short.csv", items=False, alliance=False))
    table.raise_if_bad("short.csv")
    assert table.items is None
    assert {scale_ids()[code] for code in np.unique(table.scale)} == {"ors", "cors"}
    names = csv.read_csv(written(tmp_path / "outcome.csv", alliance=False)).column_names
    assert "overall" in names
    assert "goals" not in names


@pytest.mark.parametrize("name", ["truth.csv", "truth.parquet"])
def test_the_truth_has_a_row_an_episode(tmp_path: Path, name: str) -> None:
    with table_file(tmp_path / name) as table:
        for cohort in simulate(CLIENTS, SEED, block=BLOCK):
            table.write(truth_columns(cohort))
    read = pq.read_table(tmp_path / name) if name.endswith("parquet") else csv.read_csv(tmp_path / name)
    truth = simulate_range(0, CLIENTS, SEED).truth
    assert read["sessions"].to_pylist() == truth.last_session.tolist()
    assert read["true_change"].to_pylist() == pytest.approx(truth.change.tolist(), abs=0.006)
    assert read["ending"].to_pylist() == [str(ENDINGS[code]) for code in truth.ending]
    began = [part for text in read["ruptures"].to_pylist() for part in str(text).split(";") if part]
    assert [int(part) for part in began] == truth.ruptures.session.tolist()
    mended = [part for text in read["repaired"].to_pylist() for part in str(text).split(";") if part]
    assert [int(part) for part in mended] == truth.ruptures.repaired_at.tolist()


@pytest.mark.parametrize("name", ["half.csv", "half.parquet"])
def test_a_table_that_breaks_off_leaves_no_file(tmp_path: Path, name: str) -> None:
    def broken_off() -> None:
        with table_file(tmp_path / name) as table:
            table.write(rating_columns(simulate_range(0, 3, SEED), table))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(InputError, match=r"nowhere/simulated\.csv: cannot be written"),
        table_file(tmp_path / "nowhere" / "simulated.csv"),
    ):
        pass


def test_a_parquet_file_of_nobody_is_empty(tmp_path: Path) -> None:
    with table_file(tmp_path / "nobody.parquet"):
        pass
    assert (tmp_path / "nobody.parquet").read_bytes() == b""
