"""A file assessed part by part says the same, byte for byte, as the file read whole; good files and bad ones."""

from __future__ import annotations

import io
from functools import partial
from unittest.mock import patch

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import csv

from fit.errors import NotFoundError, TableError
from fit.interop import batch
from fit.interop.batch import Batch, assess_table
from fit.interop.tables_in import ScatteredError, read_ratings, stream_ratings
from fit.interop.verdicts_out import episode_rows, header_text, rows_text, session_rows
from fit.policies import policy
from fit.trajectory import curve_set

HEADER = "episode_id,age_band,session,scale,total,informant,relationship,goals,approach,overall\n"
BY = {"policy": policy("icce"), "curve_set": curve_set("simulated_reference")}
NAMES = ["E1", "E2", "Ö, 3", "E4"]
BAD = [
    "E1,adult\n",
    ",adult,1,ors,20.0,client,,,,\n",
    "E1,adult,1,ors,41,client,,,,\n",
    "E1,adult,1,ors,25.05,client,,,,\n",
    "E1,old,1,ors,20.0,client,,,,\n",
]


def line(episode, session, scale, tenths, informant):
    marks = ["", "", "", ""]
    if scale == "srs" and tenths % 40 == 0:
        marks = [str(tenths / 40)] * 4
    return ",".join([f'"{episode}"', "adult", str(session), scale, f"{tenths / 10}", informant, *marks]) + "\n"


@st.composite
def files(draw):
    """Rows of a few episodes: standing together, alternating, or far apart; now and then one is bad."""
    places = draw(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(["ors", "srs"])), min_size=1, max_size=30))
    if draw(st.booleans()):
        places.sort()
    session, lines = {}, []
    for episode, scale in places:
        who = draw(st.sampled_from(["client", "client", "caregiver"]))
        session[episode] = session.get(episode, 0) + 1
        lines.append(line(episode, session[episode], scale, draw(st.integers(0, 400)), who))
    if draw(st.integers(0, 4)) == 0:
        at = draw(st.integers(0, len(lines) - 1))
        lines[at] = draw(st.sampled_from([*BAD, lines[0], lines[at].replace("ors", "oq45")]))
    return (HEADER + "".join(lines)).encode()


def as_text(tables):
    parts = list(tables)
    return header_text(parts[0]) + b"".join(map(rows_text, parts)) if parts else b""


def whole(content):
    """What the file says when it is read and worked out at once: verdicts, or what is wrong."""
    table = read_ratings(content)
    if table.problem_count:
        return str(TableError("r.csv", table.problems, table.problem_count)), None
    assessment = assess_table(table, **BY)
    return as_text(episode_rows(assessment)), as_text(session_rows(assessment))


def in_parts(path, content, block_bytes, most_waiting):
    """What `mendline assess` says of it, in blocks of a few rows."""
    path.write_bytes(content)
    episodes, sessions = path.with_name("episodes.csv"), path.with_name("sessions.csv")
    tiny = partial(stream_ratings, block_bytes=block_bytes, most_waiting=most_waiting)
    for old in (episodes, sessions):
        old.unlink(missing_ok=True)
    try:
        with patch.object(batch, "stream_ratings", tiny):
            Batch(ratings=path, episodes=episodes, sessions=sessions, **BY).run()
    except TableError as wrong:
        assert sorted(path.parent.iterdir()) == [path]
        return str(wrong), None
    return episodes.read_bytes(), sessions.read_bytes()


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=files(), block_bytes=st.sampled_from([60, 200, 1 << 20]), most_waiting=st.sampled_from([3, 1_000]))
def test_part_by_part_says_the_same_as_whole(tmp_path, content, block_bytes, most_waiting):
    assert in_parts(tmp_path / "r.csv", content, block_bytes, most_waiting) == whole(content)


@settings(deadline=None, max_examples=60)
@given(content=files())
def test_parquet_says_the_same_as_csv(content):
    written = io.BytesIO()
    try:
        pq.write_table(csv.read_csv(io.BytesIO(content)), written, row_group_size=3)
    except pa.ArrowInvalid:
        return  # a row of another width has no place in a Parquet file
    assert whole(written.getvalue()) == whole(content)


def rows(*episodes, start=1):
    return "".join(f"{episode},adult,{start + place},ors,20.0,client,,,,\n" for place, episode in enumerate(episodes))


def parts_of(text, **limits):
    return [table.episode_ids for table in stream_ratings((HEADER + text).encode(), "r.csv", **limits)]


def test_an_episode_is_handed_on_when_the_next_has_begun():
    assert parts_of(rows(*"AABBBCC"), block_bytes=80) == [["A"], ["B", "C"]]


@pytest.mark.parametrize(("content", "says"), [(b"", "the file is empty"), (HEADER.encode(), "there is no rating")])
def test_a_file_without_ratings_is_refused(content, says):
    with pytest.raises(TableError, match=says):
        list(stream_ratings(content, "r.csv"))


def test_alternating_episodes_wait_for_each_other():
    assert parts_of(rows(*"ABABCDCD"), block_bytes=70) == [["A", "B"], ["C", "D"]]


def test_an_episode_that_comes_back_after_it_was_handed_on_is_not_read_in_parts():
    with pytest.raises(ScatteredError):
        parts_of(rows(*"AABBCCDDA"), block_bytes=70)


def test_no_more_rows_wait_than_agreed():
    with pytest.raises(ScatteredError):
        parts_of(rows(*"ABCDABCD"), block_bytes=70, most_waiting=2)


def test_a_scattered_file_is_read_whole_and_that_is_told(tmp_path):
    (tmp_path / "r.csv").write_text(HEADER + rows(*"AABBCCDDA"))
    tiny = partial(stream_ratings, block_bytes=70)
    with patch.object(batch, "stream_ratings", tiny):
        done = Batch(ratings=tmp_path / "r.csv", episodes=tmp_path / "o.csv", **BY).run()
    assert (done.read_whole, done.episodes) == (True, 4)
    assert [row.split(",")[:2] for row in (tmp_path / "o.csv").read_text().splitlines()[1:]] == [
        ["A", "3"],
        ["B", "2"],
        ["C", "2"],
        ["D", "2"],
    ]


def test_an_episode_is_explained_for_each_informant_wherever_it_stands(tmp_path):
    text = rows("A", "B", "B", "C") + "B,adult,9,ors,20.0,caregiver,,,,\n"
    (tmp_path / "r.csv").write_text(HEADER + text)
    with patch.object(batch, "stream_ratings", partial(stream_ratings, block_bytes=70)):
        told = Batch(ratings=tmp_path / "r.csv", wanted="B", **BY).run().explained
    assert [(one.episode_id, str(one.informant), one.sessions) for one in told] == [
        ("B", "client", 2),
        ("B", "caregiver", 1),
    ]
    with pytest.raises(NotFoundError, match="there is no episode 'X'"):
        Batch(ratings=tmp_path / "r.csv", wanted="X", **BY).run()


def test_a_file_of_millions_of_different_texts_does_not_fill_the_memory():
    from fit.interop import _cells
    from fit.interop._cells import Column, read_points

    column = Column(read_points("total", blank=False))
    with patch.object(_cells, "MOST_REMEMBERED", 2):
        column.read_all(["1", "x", "3"])
        assert column.read_all(["1"]).tolist() == [10]
    assert (dict(column), column.faults) == ({"1": 10}, {})


def test_of_very_many_bad_rows_only_the_first_are_kept():
    from fit.interop import _problems

    problems = _problems.Problems()
    with patch.object(_problems, "MOST_PROBLEMS", 3), patch.object(_problems, "KEPT_PROBLEMS", 2):
        for number in (9, 4, 7, 5, 8):
            problems.add(number, "bad", "Mend it")
        assert [problem.line for problem in problems.in_order()] == [4, 5]
    assert problems.count == 5


@pytest.mark.parametrize("content", [b"PAR1 and no more", b"PAR1" + b"\0" * 100 + b"PAR1"])
def test_a_damaged_parquet_file_is_refused(content):
    (problem,) = read_ratings(content).problems
    assert "the Parquet file is damaged" in str(problem)


def test_a_damaged_row_group_is_refused(tmp_path):
    table = csv.read_csv(io.BytesIO((HEADER + rows(*"AAAA")).encode()))
    pq.write_table(table, tmp_path / "r.parquet", compression="none")
    content = bytearray((tmp_path / "r.parquet").read_bytes())
    content[4:400] = b"\xff" * 396
    (problem,) = read_ratings(bytes(content)).problems
    assert "the Parquet file is damaged" in str(problem)


def test_dates_and_codes_of_parquet_are_read_as_text_and_progress_is_told():
    told = []
    table = pa.table(
        {
            "episode_id": pa.array(["A", None]).dictionary_encode(),
            "age_band": ["adult", "adult"],
            "session": pa.array([1, 2], pa.int8()),
            "scale": ["ors", "ors"],
            "total": [20.3, 20.0],
            "date": pa.array([0, None], pa.timestamp("us")),
        }
    )
    written = io.BytesIO()
    pq.write_table(table, written)
    read = read_ratings(written.getvalue(), progress=lambda done, of: told.append((done, of)))
    assert told == [(2, 2)]
    assert [str(problem) for problem in read.problems] == [
        "line 3: episode_id is empty. Give every row the id of its episode."
    ]
    assert (read.total.tolist(), str(read.date[0])) == ([203, 200], "1970-01-01")
