"""A cluster says the same as one machine, row for row, also when a worker is lost in the middle."""

from __future__ import annotations

import io
import os
import shutil
import signal
import sys
from dataclasses import replace
from types import ModuleType
from unittest.mock import patch

import pyarrow.parquet as pq
import pytest
from pyarrow import csv

from dashboard.cli import main
from fit.errors import InputError, TableError
from fit.interop import cluster
from fit.interop.batch import Batch
from fit.interop.cluster import Partition, assess_partition, run_on_cluster
from fit.interop.simulated_out import rating_columns, table_file
from fit.policies import policy
from fit.simulation import simulate
from fit.trajectory import curve_set

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
pytestmark = pytest.mark.slow

HEADER = "episode_id,age_band,session,scale,total\n"
BY = {"policy": policy("icce"), "curve_set": curve_set("simulated_reference")}
EPISODES, A_GROUP = 3_000, 75


@pytest.fixture(scope="module", autouse=True)
def plain_main():
    """A page tested before in this process stays behind as __main__, and new worker processes would run it."""
    before, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
    yield
    sys.modules["__main__"] = before


@pytest.fixture(scope="module")
def two_processes(plain_main):
    """A real cluster of two worker processes on this machine, found by its address like any other."""
    from distributed import LocalCluster

    size = {"n_workers": 2, "threads_per_worker": 1}
    with LocalCluster(**size, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs=50) as running:
        yield running


@pytest.fixture(scope="module")
def ratings(tmp_path_factory):
    """Forty row groups of simulated episodes with items; no episode crosses a group."""
    path = tmp_path_factory.mktemp("ratings") / "ratings.parquet"
    with table_file(path) as table:
        for cohort in simulate(EPISODES, 5, block=A_GROUP):
            table.write(rating_columns(cohort, table))
    return path


@pytest.fixture(scope="module")
def expected(ratings):
    """What this machine says alone."""
    out = ratings.with_name("alone.csv"), ratings.with_name("alone-sessions.csv")
    Batch(ratings=ratings, episodes=out[0], sessions=out[1], **BY).run()
    return tuple(path.read_bytes() for path in out)


def asked(path, tmp_path):
    return Batch(ratings=path, episodes=tmp_path / "out.csv", sessions=tmp_path / "sessions.csv", **BY)


def said(batch):
    return batch.episodes.read_bytes(), batch.sessions.read_bytes()


def lose_a_worker(running):
    process = next(iter(running.workers.values())).process
    os.kill(process.pid, signal.SIGKILL)


@pytest.mark.filterwarnings("ignore")
def test_a_worker_lost_in_the_middle_changes_no_row(two_processes, ratings, expected, tmp_path):
    batch, told = asked(ratings, tmp_path), []

    def progress(done, of):
        told.append((done, of))
        if done == 3:
            lose_a_worker(two_processes)

    done = run_on_cluster(batch, two_processes.scheduler_address, progress)
    assert done.episodes == EPISODES
    assert told == [(number, 40) for number in range(1, 41)]
    assert said(batch) == expected


@pytest.mark.filterwarnings("ignore")
def test_a_folder_of_files_is_read_in_the_order_of_their_names(two_processes, ratings, expected, tmp_path):
    whole, folder = pq.ParquetFile(ratings), tmp_path / "ratings"
    folder.mkdir()
    for group in range(whole.num_row_groups):
        pq.write_table(whole.read_row_group(group), folder / f"{group:03}.parquet")
    batch = asked(folder, tmp_path)
    run_on_cluster(batch, two_processes.scheduler_address)
    assert said(batch) == expected
    (folder / "000.parquet").write_bytes((folder / "001.parquet").read_bytes())
    with pytest.raises(InputError, match=r"An episode of 001\.parquet stands in an earlier partition too"):
        run_on_cluster(batch, two_processes.scheduler_address)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("scattered", [False, True])
def test_partitions_are_made_of_a_csv_file_and_taken_away(two_processes, ratings, tmp_path, scattered):
    table = pq.ParquetFile(ratings).read_row_groups([0, 1, 2])
    if scattered:
        table = table.sort_by("session")
    csv.write_csv(table, tmp_path / "ratings.csv")
    alone = replace(asked(tmp_path / "ratings.csv", tmp_path), episodes=tmp_path / "a.csv", sessions=tmp_path / "b.csv")
    alone.run()
    batch = asked(tmp_path / "ratings.csv", tmp_path)
    with patch.object(cluster, "stream_ratings", lambda *names: cluster_stream(*names, block_bytes=20_000)):
        run_on_cluster(batch, two_processes.scheduler_address)
    assert said(batch) == said(alone)
    assert {path.name for path in tmp_path.iterdir()} == {"ratings.csv", "a.csv", "b.csv", "out.csv", "sessions.csv"}


cluster_stream = cluster.stream_ratings


def parquet(path, text, **options):
    pq.write_table(csv.read_csv(io.BytesIO((HEADER + text).encode())), path, **options)
    return path


@pytest.mark.filterwarnings("ignore")
def test_bad_rows_of_all_partitions_are_listed_and_nothing_is_written(two_processes, tmp_path):
    text = "A,adult,1,ors,20\nA,adult,2,ors,41\nB,adult,1,ors,20\nB,adult,1,ors,22\n"
    folder = tmp_path / "ratings"
    folder.mkdir()
    one = parquet(tmp_path / "ratings.parquet", text, row_group_size=2)
    shutil.copy(one, folder)
    for path, place in ((one, ""), (folder, "ratings.parquet: ")):
        with pytest.raises(TableError) as refused:
            run_on_cluster(asked(path, tmp_path), two_processes.scheduler_address)
        assert refused.value.total == 2
        assert f"line 3: {place}41.0 is no ORS total" in str(refused.value)
        assert f"line 5: {place}session 1 of 'B' (ors, client) stands already in line 4" in str(refused.value)
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.filterwarnings("ignore")
def test_what_cannot_be_assessed_is_refused_with_what_to_change(two_processes, tmp_path):
    address = two_processes.scheduler_address
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="there is no Parquet file with ratings"):
        run_on_cluster(asked(tmp_path / "empty", tmp_path), address)
    with pytest.raises(InputError, match="there is no rating in it"):
        run_on_cluster(asked(parquet(tmp_path / "empty" / "none.parquet", "").parent, tmp_path), address)
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(TableError, match="the Parquet file is damaged"):
        run_on_cluster(asked(tmp_path / "bad.parquet", tmp_path), address)
    split = parquet(tmp_path / "split.parquet", "A,adult,1,ors,20\nA,adult,2,ors,22\n", row_group_size=1)
    with pytest.raises(InputError, match=r"split\.parquet, row group 2 stands in an earlier partition too"):
        run_on_cluster(asked(split, tmp_path), address)


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_is_not_there_or_cannot_do_it_is_told(two_processes, ratings, tmp_path):
    batch = asked(ratings, tmp_path)
    with patch.object(cluster, "PATIENCE", "1s"), pytest.raises(InputError, match="no Dask scheduler answers there"):
        run_on_cluster(batch, "tcp://127.0.0.1:9")
    with patch.dict(sys.modules, {"distributed": None}), pytest.raises(InputError, match=r"mendline\[cluster\]"):
        run_on_cluster(batch)
    gone = Partition(tmp_path / "gone.parquet", 0)
    with (
        patch.object(cluster, "_partitions", lambda *_: [gone]),
        pytest.raises(InputError, match="a worker cannot read"),
    ):
        run_on_cluster(batch, two_processes.scheduler_address)


class DyingWorkers:
    """Stands for a cluster on which every worker dies of every task; a real one takes minutes to give up."""

    def submit(self, *_, **__):
        return self

    def result(self):
        from distributed import KilledWorker

        raise KilledWorker("task", None, 3)

    def release(self):
        pass


def test_workers_that_die_again_and_again_are_told(ratings, tmp_path):
    batch = asked(ratings, tmp_path)
    with pytest.raises(InputError, match=r"row group 2: workers died of it again and again"):
        list(cluster._shares(DyingWorkers(), [Partition(ratings, 1)], batch))


def test_a_worker_gives_back_text_or_what_is_wrong(ratings, tmp_path):
    share = assess_partition(Partition(ratings, 1), **BY, with_sessions=False)
    assert (len(share.episode_ids), share.sessions, share.problem_count) == (A_GROUP, [], 0)
    assert share.episodes[0][1].startswith(b"SIM-")
    bad = assess_partition(
        Partition(parquet(tmp_path / "bad.parquet", "A,old,1,ors,2\n"), None), **BY, with_sessions=True
    )
    assert (bad.episodes, bad.problem_count) == ([], 1)
    (tmp_path / "bad.parquet").write_bytes(b"")
    damaged = assess_partition(Partition(tmp_path / "bad.parquet", None), **BY, with_sessions=True)
    assert "damaged" in str(damaged.problems[0])


@pytest.mark.filterwarnings("ignore")
def test_the_command_brings_two_processes_of_its_own(ratings, expected, tmp_path, capsys):
    arguments = ["assess", str(ratings), "--engine", "dask", "--out", str(tmp_path / "out.csv")]
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert not ended.value.code
    assert (tmp_path / "out.csv").read_bytes() == expected[0]
    assert f"{EPISODES} episodes assessed by ICCE" in capsys.readouterr().err
