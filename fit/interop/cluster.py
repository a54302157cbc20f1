"""Assesses Parquet partitions on a Dask cluster: the identical engine, the same rows in the same order.

A partition is a row group of a file, or a file of a folder in the order of the names; all rows of an episode stand in
one partition (docs/cluster.md). Each is a task of its own that can be done again anywhere, so a worker may be lost.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack, contextmanager
from importlib import import_module
from os import strerror
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from fit.errors import InputError, RowProblem, TableError
from fit.interop._gathering import Fingerprints
from fit.interop._parquet import is_parquet, row_groups
from fit.interop._problems import KEPT_PROBLEMS, UnreadableError
from fit.interop.batch import Done, VerdictFile, assess_table
from fit.interop.partitions_out import write_partitions
from fit.interop.tables_in import ScatteredError, read_partition, read_ratings, stream_ratings
from fit.interop.verdicts_out import episode_rows, header_text, rows_text, session_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pyarrow as pa

    from fit.interop.batch import Batch
    from fit.policies import Policy
    from fit.trajectory import CurveSet

    Progress = Callable[[int, int | None], None]

__all__ = ["Partition", "Share", "assess_partition", "run_on_cluster"]

LOCAL_PROCESSES = 2
# Workers on this machine when no scheduler is named; a real cluster brings its own number.

PATIENCE = "20s"
# To find a scheduler; one that does not answer by then is not there.

WHOLE = "Put all rows of an episode into one row group or one file (docs/cluster.md), or leave --engine dask out"


class Partition(NamedTuple):
    """Whole episodes of a Parquet file: one of its row groups, or all of it."""

    path: Path
    row_group: int | None

    @property
    def name(self) -> str:
        """What it is called in messages."""
        return self.path.name if self.row_group is None else f"{self.path.name}, row group {self.row_group + 1}"


class Share(NamedTuple):
    """What a worker gives back of a partition: the text of its rows, or what is wrong with them."""

    episode_ids: list[str]
    episodes: list[tuple[bytes, bytes]]
    sessions: list[tuple[bytes, bytes]]
    problems: tuple[RowProblem, ...]
    problem_count: int
    ignored_columns: tuple[str, ...]


def run_on_cluster(batch: Batch, scheduler: str | None = None, progress: Progress | None = None) -> Done:
    """Assess a file on the cluster of a scheduler, or on two processes here.

    Raises
    ------
    TableError
        when any row is bad; no file is written then.
    InputError
        when the rows of an episode stand in two partitions, or there is no such cluster.
    """
    with ExitStack() as stack:
        partitions = _partitions(batch.ratings, stack, batch.episodes or Path())
        client = stack.enter_context(_client(scheduler))
        return _gather(batch, partitions, _shares(client, partitions, batch), progress)


def assess_partition(partition: Partition, policy: Policy, curve_set: CurveSet, *, with_sessions: bool) -> Share:
    """Assess one partition: what a worker does."""
    table = read_partition(*partition)
    done = Share(table.episode_ids, [], [], table.problems, table.problem_count, table.ignored_columns)
    if table.problem_count or not len(table):
        return done
    assessment = assess_table(table, policy, curve_set)
    sessions = _text(session_rows(assessment)) if with_sessions else []
    return done._replace(episodes=_text(episode_rows(assessment)), sessions=sessions)


def _text(tables: Iterable[pa.Table]) -> list[tuple[bytes, bytes]]:
    return [(header_text(table), rows_text(table)) for table in tables]


def _partitions(path: Path, stack: ExitStack, out: Path) -> list[Partition]:
    """List the partitions of a file or folder; of a CSV file they are made first, beside the verdicts."""
    if path.is_dir():
        found = [Partition(file.absolute(), None) for file in sorted(path.glob("*.parquet"))]
    elif is_parquet(path):
        found = _row_groups(path)
    else:
        found = _of_csv(path, Path(stack.enter_context(tempfile.TemporaryDirectory(dir=out.parent, prefix=".parts."))))
    if not found:
        raise InputError(f"{path}: there is no Parquet file with ratings in it. Check the folder.")
    return found


def _row_groups(path: Path) -> list[Partition]:
    try:
        return [Partition(path.absolute(), group) for group in range(row_groups(path))]
    except UnreadableError as wrong:
        raise TableError(path.name, [wrong.problem]) from None


def _of_csv(path: Path, folder: Path) -> list[Partition]:
    try:
        write_partitions(stream_ratings(path, path.name), folder)
    except ScatteredError:
        table = read_ratings(path)
        table.raise_if_bad(path.name)
        for file in folder.iterdir():
            file.unlink()
        write_partitions([table], folder)
    return [Partition(file.absolute(), None) for file in sorted(folder.iterdir())]


@contextmanager
def _client(scheduler: str | None) -> Iterator[Any]:
    dask = _distributed()
    with ExitStack() as stack:
        if scheduler is None:
            size = {"n_workers": LOCAL_PROCESSES, "threads_per_worker": 1}
            cluster = dask.LocalCluster(**size, host="127.0.0.1", dashboard_address="127.0.0.1:0")
            scheduler = stack.enter_context(cluster).scheduler_address
        try:
            client = dask.Client(scheduler, timeout=PATIENCE)
        except (OSError, ValueError) as wrong:
            told = str(wrong).splitlines()[0]
            raise InputError(f"{scheduler}: no Dask scheduler answers there ({told}). Check the address.") from None
        yield stack.enter_context(client)


def _distributed() -> Any:
    try:
        return import_module("distributed")
    except ImportError:
        raise InputError("--engine dask needs more packages: pip install 'mendline[cluster]'.") from None


def _shares(client: Any, partitions: list[Partition], batch: Batch) -> Iterator[Share]:
    """Give what the workers make, in the order of the partitions; a lost worker's are made again by another."""
    by, wanted = (batch.policy, batch.curve_set), batch.sessions is not None
    futures = [client.submit(assess_partition, one, *by, with_sessions=wanted, pure=False) for one in partitions]
    for partition, future in zip(partitions, futures, strict=True):
        try:
            yield future.result()
        except _distributed().KilledWorker:
            raise InputError(f"{partition.name}: workers died of it again and again. Give them more memory.") from None
        except OSError as wrong:
            where = "Put it where every worker finds it under the same path."
            raise InputError(
                f"{partition.path}: a worker cannot read it ({strerror(wrong.errno or 0)}). {where}"
            ) from None
        finally:
            future.release()


def _gather(batch: Batch, partitions: list[Partition], shares: Iterator[Share], progress: Progress | None) -> Done:
    done, given, found = Done(), Fingerprints(), _Found(batch.ratings)
    with ExitStack() as files:
        episodes, sessions = (VerdictFile.at(path, files) for path in (batch.episodes, batch.sessions))
        for number, share in enumerate(shares):
            _check_apart(given, share, partitions[number])
            found.note(partitions[number], share)
            episodes.write_all(share.episodes)
            sessions.write_all(share.sessions)
            done.episodes += len(share.episode_ids)
            done.ignored_columns = share.ignored_columns
            if progress is not None:
                progress(number + 1, len(partitions))
        found.raise_if_any(done)
    return done


def _check_apart(given: Fingerprints, share: Share, partition: Partition) -> None:
    try:
        given.add(share.episode_ids)
    except ScatteredError:
        raise InputError(f"An episode of {partition.name} stands in an earlier partition too. {WHOLE}.") from None


class _Found:
    """Bad rows of all partitions."""

    def __init__(self, ratings: Path) -> None:
        self._ratings, self._count = ratings, 0
        self._problems: list[RowProblem] = []

    def note(self, partition: Partition, share: Share) -> None:
        file = f"{partition.path.name}: " if self._ratings.is_dir() else ""
        room = KEPT_PROBLEMS - len(self._problems)
        self._problems += [RowProblem(one.line, file + one.what, one.remedy) for one in share.problems[:room]]
        self._count += share.problem_count

    def raise_if_any(self, done: Done) -> None:
        if self._count:
            raise TableError(self._ratings.name, self._problems, self._count)
        if not done.episodes:
            raise InputError(f"{self._ratings}: there is no rating in it. Add a row for each rating.")
