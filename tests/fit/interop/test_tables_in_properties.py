"""Whatever valid table is written is read back the same; whatever row is spoilt, that line is named."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from fit.interop.tables_in import RatingsTable, read_ratings
from fit.scales import AgeBand, Informant, scales

COLUMNS = [
    "episode_id",
    "age_band",
    "session",
    "scale",
    "total",
    "date",
    "informant",
    "individual",
    "interpersonal",
    "social",
    "overall",
    "note",
]
ITEMS = ["individual", "interpersonal", "social", "overall"]


@dataclass
class Written:
    rows: list[dict[str, str]]
    block_bytes: int

    def read(self) -> RatingsTable:
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows)
        return read_ratings(text.getvalue().encode(), block_bytes=self.block_bytes)

    def lines(self) -> list[int]:
        """First line of each row, by the standard library's reading of a note with line breaks."""
        heights = [1 + row["note"].count("\n") for row in self.rows]
        return [2 + sum(heights[:place]) for place in range(len(heights))]


printable = st.text(
    st.characters(codec="utf-8", exclude_characters="\r", exclude_categories=("Cc", "Zs", "Zl", "Zp")),
    min_size=1,
    max_size=6,
)
notes = st.text(st.sampled_from('a", \n'), max_size=5)


@st.composite
def scored(draw: st.DrawFn, scale: str) -> dict[str, str]:
    # A possible total, with all items, some, or none.
    if scale != "ors":
        step = 10 if scale == "phq9" else 1
        tenths = step * draw(st.integers(0, scales()[scale].maximum.tenths // step))
        return {"total": f"{tenths / 10:.1f}", **dict.fromkeys(ITEMS, "")}
    answers = draw(st.lists(st.integers(0, 100), min_size=4, max_size=4))
    shown = draw(st.lists(st.booleans(), min_size=4, max_size=4))
    items = {item: f"{answer / 10}" if show else "" for item, answer, show in zip(ITEMS, answers, shown, strict=True)}
    return {"total": f"{sum(answers) / 10:.1f}", **items}


@st.composite
def tables(draw: st.DrawFn, least: int = 1) -> Written:
    ids = draw(st.lists(printable, min_size=1, max_size=4, unique=True))
    bands = {episode: draw(st.sampled_from(AgeBand)) for episode in ids}
    strand = st.tuples(st.sampled_from(ids), st.sampled_from(["ors", "srs", "phq9"]), st.sampled_from(Informant))
    rows, session = [], dict.fromkeys(ids, 0)
    for episode, scale, informant in draw(st.lists(strand, min_size=least, max_size=12)):
        session[episode] += draw(st.integers(1, 3))
        day = draw(st.one_of(st.just(""), st.dates(min_value=date(1970, 1, 1)).map(str)))
        rows.append(
            {
                "episode_id": episode,
                "age_band": bands[episode],
                "session": str(session[episode]),
                "scale": scale,
                "date": day,
                "informant": informant,
                "note": draw(notes),
                **draw(scored(scale)),
            }
        )
    return Written(rows, draw(st.sampled_from([40, 200, 1 << 20])))


@settings(deadline=None)
@given(tables())
def test_a_valid_table_is_read_back_as_it_was_written(written: Written) -> None:
    table = written.read()
    table.raise_if_bad("written.csv")
    assert table.line.tolist() == written.lines()
    assert _as_text(table) == [{name: text for name, text in row.items() if name != "note"} for row in written.rows]


def _as_text(table: RatingsTable) -> list[dict[str, str]]:
    assert table.items is not None
    assert table.date is not None
    return [
        {
            "episode_id": table.episode_ids[table.episode[row]],
            "age_band": list(AgeBand)[table.age_band[table.episode[row]]],
            "session": str(table.session[row]),
            "scale": (scale := table.scale_ids[table.scale[row]]),
            "date": str(table.date[row]).replace("NaT", ""),
            "informant": list(Informant)[table.informant[row]],
            "total": f"{table.total[row] / 10:.1f}",
            **{item: _points(table.items[row, place]) if scale == "ors" else "" for place, item in enumerate(ITEMS)},
        }
        for row in range(len(table))
    ]


def _points(tenths: int) -> str:
    return "" if tenths < 0 else str(tenths / 10)


SPOILT = [
    ("episode_id", " "),
    ("age_band", "old"),
    ("session", "0"),
    ("session", "1.5"),
    ("session", "first"),
    ("scale", "xyz"),
    ("total", ""),
    ("total", "40.1"),
    ("total", "25.05"),
    ("total", "-0.1"),
    ("total", "25,5"),
    ("date", "2026-13-01"),
    ("informant", "nobody"),
    ("overall", "10.1"),
    ("social", "x"),
]


@settings(max_examples=300, deadline=None)
@given(tables(), st.sampled_from(SPOILT), st.randoms(use_true_random=False))
def test_a_spoilt_row_and_no_other_is_named_by_its_line(written: Written, spoilt: tuple[str, str], chosen) -> None:
    column, text = spoilt
    place = chosen.randrange(len(written.rows))
    written.rows[place][column] = text
    table = written.read()
    assert [problem.line for problem in table.problems] == [written.lines()[place]]
    assert table.only_good().line.tolist() == [line for line in written.lines() if line != written.lines()[place]]


@settings(deadline=None)
@given(tables(), st.randoms(use_true_random=False))
def test_a_doubled_row_is_named_with_the_line_of_the_first(written: Written, chosen) -> None:
    place = chosen.randrange(len(written.rows))
    written.rows.append(dict(written.rows[place]))
    table = written.read()
    assert [problem.line for problem in table.problems] == [written.lines()[-1]]
    same = [row for row in written.rows[:-1] if _strand(row) == _strand(written.rows[place])]
    if same[-1] == written.rows[place]:
        assert f"line {written.lines()[place]}" in table.problems[0].what


def _strand(row: dict[str, str]) -> tuple[str, str, str]:
    return row["episode_id"], row["scale"], row["informant"]


@settings(deadline=None)
@given(tables())
def test_the_size_of_blocks_changes_nothing(written: Written) -> None:
    seen = []
    for block_bytes in (40, 1 << 20):
        table = Written(written.rows, block_bytes).read()
        seen.append((_as_text(table), table.line.tolist()))
    assert seen[0] == seen[1]
