"""Writes ratings as Parquet partitions, each of whole episodes: what the workers of a cluster read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from fit.interop._arrays import named, numbers
from fit.scales import AgeBand, Informant, scale_ids, scales

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from fit.interop.tables_in import RatingsTable

__all__ = ["write_partitions"]


def write_partitions(tables: Iterable[RatingsTable], folder: Path) -> None:
    """Write each table of good ratings as a file; the order of their names is that of the tables."""
    for number, table in enumerate(tables):
        pq.write_table(pa.table(_columns(table)), folder / f"part-{number:06}.parquet", compression="zstd")


def _columns(table: RatingsTable) -> dict[str, pa.Array]:
    return {
        "episode_id": named(table.episode, table.episode_ids),
        "age_band": named(table.age_band[table.episode], tuple(AgeBand)),
        "session": numbers(table.session),
        "scale": named(table.scale, scale_ids()),
        "total": _points(table.total),
        "informant": named(table.informant, tuple(Informant)),
        **({} if table.items is None else _items(table.scale, table.items)),
    }


def _items(scale: NDArray[np.int8], items: NDArray[np.int16]) -> dict[str, pa.Array]:
    """Give each item its own column; scales that share an item share the column."""
    answers: dict[str, NDArray[np.int16]] = {}
    for code in np.unique(scale).tolist():
        rows = np.flatnonzero(scale == code)
        for place, item in enumerate(scales()[scale_ids()[code]].items):
            answers.setdefault(item.id, np.full(scale.size, -1, np.int16))[rows] = items[rows, place]
    return {item: _points(tenths) for item, tenths in answers.items()}


def _points(tenths: NDArray[np.int16]) -> pa.Array:
    return numbers(tenths / 10, tenths >= 0)
