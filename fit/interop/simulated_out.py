"""Writes simulated episodes as tables: ratings as any program would give them, and the truth apart from them.

CSV, or Parquet when the name ends so. Blocks are written as they come, so that a million episodes need little memory.
An episode never crosses a row group of a Parquet file. Scores are points: with one decimal in CSV, floats in Parquet.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv

from fit.interop._whole_file import whole_file
from fit.scales import AgeBand, Informant, ScaleKind, Score, scale_ids, scales
from fit.simulation import ENDINGS, REASONS, population

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from fit.series import Ratings
    from fit.simulation import Cohort, Ruptures

__all__ = ["CsvTable", "ParquetTable", "rating_columns", "table_file", "truth_columns"]

Columns = dict[str, pa.Array]

HIGHEST_TENTHS = 400
PARQUET = ".parquet"
OUTCOME, ALLIANCE = ("ors", "cors"), ("srs", "csrs")


class CsvTable:
    """A CSV file that grows block by block. No text of a simulated episode needs quotation marks."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._begun = file, False

    def write(self, columns: Columns) -> None:
        """Add rows."""
        if not self._begun:
            self._file.write((",".join(columns) + "\n").encode())
        self._begun = True
        csv.write_csv(pa.table(columns), self._file, csv.WriteOptions(include_header=False, quoting_style="none"))

    def scores(self, tenths: NDArray[np.int16]) -> pa.Array:
        """Turn tenths into points, unknown ones into nothing."""
        return _POINTS.take(pa.array(tenths.astype(np.int32), mask=tenths < 0))

    def close(self) -> None:
        """Finish the file."""


class ParquetTable:
    """A Parquet file that grows by a row group a block."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._writers: list[pq.ParquetWriter] = []

    def write(self, columns: Columns) -> None:
        """Add rows."""
        table = pa.table(columns)
        if not self._writers:
            self._writers.append(pq.ParquetWriter(self._file, table.schema, compression="zstd"))
        self._writers[0].write_table(table, row_group_size=max(table.num_rows, 1))

    def scores(self, tenths: NDArray[np.int16]) -> pa.Array:
        """Turn tenths into points, unknown ones into nothing."""
        return pa.array(tenths / 10, mask=tenths < 0)

    def close(self) -> None:
        """Finish the file."""
        for writer in self._writers:
            writer.close()


Table = CsvTable | ParquetTable


@contextmanager
def table_file(path: Path) -> Iterator[Table]:
    """Open a table to be written; it appears under its name only when it is whole."""
    with whole_file(path) as file:
        table = ParquetTable(file) if path.suffix == PARQUET else CsvTable(file)
        try:
            yield table
        finally:
            table.close()


def rating_columns(cohort: Cohort, table: Table, *, items: bool = True, alliance: bool = True) -> Columns:
    """Give the ratings of simulated episodes as columns of the table that `mendline assess` and the import read."""
    ratings = cohort.ratings
    rows = _chosen(ratings, alliance=alliance)
    episode = ratings.episode[rows]
    columns = {
        "episode_id": _named(ratings.episode_ids, episode),
        "age_band": _named(tuple(AgeBand), np.asarray(ratings.age_band)[episode]),
        "session": pa.array(ratings.session[rows]),
        "scale": _named(scale_ids(), ratings.scale[rows]),
        "total": table.scores(ratings.total[rows]),
        "date": _days(cohort.began[episode] + cohort.day[rows]),
        "informant": _named(tuple(Informant), ratings.informant[rows]),
    }
    used = OUTCOME + (ALLIANCE if alliance else ())
    return columns | (_item_columns(ratings, rows, used, table) if items else {})


def _chosen(ratings: Ratings, *, alliance: bool) -> NDArray[np.int64]:
    about_session = np.array([scale.kind == ScaleKind.ALLIANCE for scale in scales().values()])
    return np.flatnonzero(alliance | ~about_session[ratings.scale])


def _item_columns(ratings: Ratings, rows: NDArray[np.int64], used: Sequence[str], table: Table) -> Columns:
    """A column an item; scales share ids, and a row fills those of its own scale."""
    answers: dict[str, NDArray[np.int16]] = {}
    scale, own = ratings.scale[rows], np.asarray(ratings.items)[rows]
    for scale_id in used:
        here = np.flatnonzero(scale == scale_ids().index(scale_id))
        for place, item in enumerate(scales()[scale_id].items):
            answers.setdefault(item.id, np.full(len(rows), -1, np.int16))[here] = own[here, place]
    return {item: table.scores(answer) for item, answer in answers.items()}


def truth_columns(cohort: Cohort) -> Columns:
    """Give what only the simulator knows, a row an episode. Sessions of ruptures and of repairs are joined by `;`."""
    truth = cohort.truth
    torn, mended = _rupture_texts(truth.ruptures, len(cohort))
    return {
        "episode_id": pa.array(cohort.ratings.episode_ids),
        "sessions": pa.array(truth.last_session),
        "true_first": pa.array(np.round(truth.first_level, 2)),
        "true_last": pa.array(np.round(truth.last_level, 2)),
        "true_change": pa.array(np.round(truth.change, 2)),
        "ending": _named(ENDINGS, truth.ending),
        "reason": _named(REASONS, truth.reason),
        "ruptures": pa.array(torn),
        "repaired": pa.array(mended),
        **{name: pa.array(getattr(truth, name)) for name in ("mandated", "sawtooth", "flat_alliance", "worsening")},
    }


def _rupture_texts(ruptures: Ruptures, episodes: int) -> tuple[list[str], list[str]]:
    """Sessions in which ruptures began, and beside each the session of its repair, 0 where there was none."""
    began: list[list[str]] = [[] for _episode in range(episodes)]
    mended: list[list[str]] = [[] for _episode in range(episodes)]
    columns = (ruptures.episode.tolist(), ruptures.session.tolist(), ruptures.repaired_at.tolist())
    for episode, session, repaired_at in zip(*columns, strict=True):
        began[episode].append(str(session))
        mended[episode].append(str(repaired_at))
    return [";".join(sessions) for sessions in began], [";".join(sessions) for sessions in mended]


def _named(names: Sequence[str], codes: NDArray[np.integer]) -> pa.Array:
    return pa.array([str(name) for name in names]).take(pa.array(codes))


def _days(days: NDArray[np.int32]) -> pa.Array:
    first = np.datetime64(population().calendar.first_day, "D").astype(np.int32)
    return pa.array(days + first).cast(pa.date32())


_POINTS = pa.array([str(Score(tenths)) for tenths in range(HIGHEST_TENTHS + 1)])
