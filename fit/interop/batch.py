"""Assesses a file of ratings part by part, so that a file of any size needs little memory; files appear whole or not.

The engine is the one of the pages. Where the rows of an episode do not stand together, the file is read whole.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

import numpy as np

from fit.alerts import rules
from fit.assessment import assess
from fit.errors import NotFoundError
from fit.interop._whole_file import whole_file
from fit.interop.tables_in import ScatteredError, read_ratings, stream_ratings
from fit.interop.verdicts_out import episode_rows, header_text, rows_text, session_rows
from fit.series import Ratings, Series

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    import pyarrow as pa

    from fit.assessment import Assessment, EpisodeAssessment
    from fit.interop.tables_in import RatingsTable
    from fit.policies import Policy
    from fit.trajectory import CurveSet

    Progress = Callable[[int, int | None], None]

__all__ = ["Batch", "Done", "VerdictFile", "assess_table", "series_of"]


@dataclass(slots=True)
class Done:
    """What a batch has done: episodes assessed, columns left out, whether the file had to be read whole."""

    episodes: int = 0
    ignored_columns: tuple[str, ...] = ()
    read_whole: bool = False
    explained: tuple[EpisodeAssessment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A file of ratings, what to assess it by, and where the verdicts go. `wanted` is an episode to be explained."""

    ratings: Path
    policy: Policy
    curve_set: CurveSet
    episodes: Path | None = None
    sessions: Path | None = None
    wanted: str | None = None

    def run(self, progress: Progress | None = None) -> Done:
        """Assess the file.

        Raises
        ------
        TableError
            when any row is bad; no file is written then.
        NotFoundError
            when the wanted episode is not in the file.
        """
        try:
            return self._assess(stream_ratings(self.ratings, self.ratings.name, progress=progress), Done())
        except ScatteredError:
            return self._assess(self._whole(progress), Done(read_whole=True))

    def _whole(self, progress: Progress | None) -> Iterator[RatingsTable]:
        table = read_ratings(self.ratings, progress=progress)
        table.raise_if_bad(self.ratings.name)
        yield table

    def _assess(self, tables: Iterable[RatingsTable], done: Done) -> Done:
        with ExitStack() as files:
            episodes, sessions = (VerdictFile.at(path, files) for path in (self.episodes, self.sessions))
            for table in tables:
                done.episodes += len(table.episode_ids)
                done.ignored_columns = table.ignored_columns
                if self.episodes or self.sessions or self.wanted in table.episode_ids:
                    assessment = assess_table(table, self.policy, self.curve_set)
                    episodes.take(episode_rows(assessment))
                    sessions.take(session_rows(assessment))
                    done.explained += self._wanted_strands(assessment)
            self._check_found(done)
        return done

    def _wanted_strands(self, assessment: Assessment) -> tuple[EpisodeAssessment, ...]:
        """Everything about the wanted episode: a strand for each informant and outcome scale."""
        ids = list(assessment.series.episode_ids)
        if self.wanted not in ids:
            return ()
        strands = np.flatnonzero(assessment.series.episode == ids.index(self.wanted))
        return tuple(assessment.episode(int(strand)) for strand in strands)

    def _check_found(self, done: Done) -> None:
        if self.wanted is not None and not done.explained:
            raise NotFoundError(
                f"{self.ratings.name}: there is no episode {self.wanted!r}. Write its episode_id as it stands there."
            )


class VerdictFile:
    """A CSV file that grows part by part, under one header; or none, where nobody asked for one."""

    def __init__(self, file: IO[bytes] | None) -> None:
        self._files, self._begun = [file] if file else [], False

    @classmethod
    def at(cls, path: Path | None, files: ExitStack) -> VerdictFile:
        """Open a file that appears only when all is well."""
        return cls(files.enter_context(whole_file(path)) if path else None)

    def take(self, tables: Iterable[pa.Table]) -> None:
        """Add rows; they are not even made where there is no file."""
        if self._files:
            self.write_all((header_text(table), rows_text(table)) for table in tables)

    def write_all(self, parts: Iterable[tuple[bytes, bytes]]) -> None:
        """Add rows that are text already, each part with its header."""
        for header, rows in parts:
            for file in self._files:
                file.write(rows if self._begun else header + rows)
            self._begun = True


def assess_table(table: RatingsTable, policy: Policy, curve_set: CurveSet) -> Assessment:
    """Hand a table of good ratings to the one engine."""
    return assess(series_of(table), policy, curve_set, rules())


def series_of(table: RatingsTable) -> Series:
    """Sort a table of good ratings into strands."""
    return Series.of(
        Ratings(
            episode_ids=table.episode_ids,
            age_band=table.age_band,
            episode=table.episode,
            session=table.session,
            scale=table.scale,
            informant=table.informant,
            total=table.total,
            items=table.items,
        )
    )
