"""A table of ratings is read whole and exactly, and a bad row is named by its line with a remedy."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from fit.errors import TableError
from fit.interop.tables_in import RatingsTable, read_ratings
from fit.scales import AgeBand, Informant

HEADER = "episode_id,age_band,session,scale,total"


def read(*rows: str, header: str = HEADER, block_bytes: int = 1 << 20) -> RatingsTable:
    return read_ratings("\n".join([header, *rows, ""]).encode(), block_bytes=block_bytes)


def problems(*rows: str, header: str = HEADER) -> list[str]:
    return [str(problem) for problem in read(*rows, header=header).problems]


def test_reads_every_column_of_a_good_table() -> None:
    table = read(
        "E1,adult,1,ors,19.6,2026-01-31,,aspen,4.9,4.9,4.9,4.9",
        "E2,child,1,ors,25,,caregiver,,,,,",
        "E1,adult,2,ors,24.6,2026-02-07,client,aspen,,,,6.0",
        header=f"{HEADER},date,informant,clinician,individual,interpersonal,social,overall",
    )
    table.raise_if_bad("past.csv")
    assert table.episode_ids == ["E1", "E2"]
    assert [list(AgeBand)[band] for band in table.age_band] == ["adult", "child"]
    assert table.episode.tolist() == [0, 1, 0]
    assert table.session.tolist() == [1, 1, 2]
    assert [table.scale_ids[code] for code in table.scale] == ["ors", "ors", "ors"]
    assert [list(Informant)[code] for code in table.informant] == ["client", "caregiver", "client"]
    assert table.total.tolist() == [196, 250, 246]
    assert table.items is not None
    assert table.items[:, :5].tolist() == [[49, 49, 49, 49, -1], [-1] * 5, [-1, -1, -1, 60, -1]]
    assert table.date is not None
    assert [str(day) for day in table.date] == ["2026-01-31", "NaT", "2026-02-07"]
    assert table.clinician is not None
    assert table.clinician_names == ["aspen"]
    assert table.clinician.tolist() == [0, -1, 0]
    assert table.line.tolist() == [2, 3, 4]
    assert table.good.all()


def test_a_column_that_is_not_there_is_none_and_a_missing_informant_is_the_client() -> None:
    table = read("E1,adult,1,ors,19.6")
    assert (table.items, table.date, table.clinician) == (None, None, None)
    assert table.informant.tolist() == [0]


def test_columns_have_the_kinds_that_the_engine_expects() -> None:
    table = read("E1,adult,1,ors,19.6,2026-01-31,4.9", header=f"{HEADER},date,overall")
    kinds = {
        name: str(getattr(table, name).dtype)
        for name in ("episode", "age_band", "session", "scale", "informant", "total", "items", "date", "line", "good")
    }
    assert kinds == {
        "episode": "int32",
        "age_band": "int8",
        "session": "int32",
        "scale": "int8",
        "informant": "int8",
        "total": "int16",
        "items": "int16",
        "date": "datetime64[D]",
        "line": "int64",
        "good": "bool",
    }


def test_items_that_scales_share_are_read_by_the_scale_of_the_row() -> None:
    table = read(
        "E1,adult,1,ors,20.0,5.0,5.0,5.0,5.0,,,",
        "E1,adult,1,srs,38.0,,,,9.5,9.5,9.5,9.5",
        header=f"{HEADER},individual,interpersonal,social,overall,relationship,goals,approach",
    )
    table.raise_if_bad("past.csv")
    assert table.items is not None
    assert table.items[:, :4].tolist() == [[50, 50, 50, 50], [95, 95, 95, 95]]


def test_the_same_session_may_have_several_scales_and_informants_in_any_mixture() -> None:
    table = read(
        "E1,child,1,cors,20,client",
        "E2,adult,1,ors,20,client",
        "E1,child,1,cors,22,caregiver",
        "E1,child,1,csrs,38,client",
        "E1,child,2,cors,24,client",
        "E2,adult,3,ors,20,client",
        "E1,child,2,cors,24,caregiver",
        header=f"{HEADER},informant",
    )
    assert table.problem_count == 0


@pytest.mark.parametrize(
    ("row", "what", "remedy"),
    [
        ("E1,adult,1,ors,41.0", "41.0 is no ORS total", "0.0 to 40.0"),
        ("E1,adult,1,ors,25.05", "total '25.05' is finer than a tenth", "Round it"),
        ("E1,adult,1,ors,-1", "total '-1' is below zero", "Leave the cell empty"),
        ("E1,adult,1,ors,-0.0", "", ""),
        ("E1,adult,1,ors,", "total is empty", "leave the row out"),
        ("E1,adult,1,ors,good", "total 'good' is not a number", "25.3"),
        ("E1,adult,1,ors,5.", "", ""),
        ("E1,adult,1,ors,12 points and then a whole letter about them", "letter about ...'", "25.3"),
        ("E1,adult,1,ors,nan", "total 'nan' is not a number", "25.3"),
        ("E1,adult,1,ors,1e1", "total '1e1' is not a number", "25.3"),
        ("E1,adult,1,ors,9999999", "total '9999999' is higher than any score", "25.3"),
        ('E1,adult,1,ors,"25,5"', "total '25,5' has a decimal comma", "25.3"),
        ("E1,adult,1,ors,25,5", "6 fields, and the header has 5", "decimal point"),
        ("E1,adult,1,ors", "4 fields, and the header has 5", "Give every column"),
        ("E1,adult,0,ors,25", "session '0' is not a session number", "1 is the intake"),
        ("E1,adult,1.5,ors,25", "session '1.5' is not a session number", "1, 2, 3"),
        ("E1,adult,-3,ors,25", "session '-3' is not a session number", "1, 2, 3"),
        ("E1,adult,,ors,25", "session is empty", "1, 2, 3"),
        ("E1,adult,20260131,ors,25", "session '20260131' is not a session number", "1, 2, 3"),
        ("E1,adult,1,orz,25", "scale 'orz' is unknown", "ors, phq9, srs"),
        ("E1,adult,1,,25", "scale is empty", "ors, phq9, srs"),
        ("E1,child,1,YCORS,2", "ycors is not scored", "Leave its rows out; there is no total to take"),
        ("E1,grown,1,ors,25", "age_band 'grown' is unknown", "adult, adolescent, child"),
        (",adult,1,ors,25", "episode_id is empty", "id of its episode"),
        ("E1,adult,1,phq9,28", "28.0 is no PHQ-9 total", "whole number from 0 to 27"),
        ("E1,adult,1,phq9,5.5", "5.5 is no PHQ-9 total", "whole number"),
    ],
)
def test_a_bad_row_is_named_by_line_with_what_stands_there_and_what_to_do(row: str, what: str, remedy: str) -> None:
    found = problems("E0,adult,1,ors,25.3", row, "E2,adult,1,ors,25.3")
    assert [text.split(":")[0] for text in found] == (["line 3"] if what else [])
    assert what in "".join(found)
    assert remedy in "".join(found)


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        ("2026-02-30,,9,9,9,9", "date '2026-02-30' is not a date"),
        ("31.01.2026,,9,9,9,9", "date '31.01.2026' is not a date"),
        ("1899-12-30,,9,9,9,9", "date '1899-12-30' is not a date"),
        (",neighbour,9,9,9,9", "informant 'neighbour' is unknown"),
        (",,9,9,9,8", "the items add up to 35.0, the total says 36.0"),
        (",,10.1,9,9,7.9", "10.1 is no answer on relationship"),
        (",,9.05,9,9,9", "relationship '9.05' is finer than a tenth"),
        (",,5,5,5,", "the items that are given add up to 15.0, the total says 36.0"),
        (",,10,10,10,10", "the items add up to 40.0, the total says 36.0"),
    ],
)
def test_bad_dates_informants_and_items_are_named(cells: str, what: str) -> None:
    found = problems(
        f"E1,adult,1,srs,36.0,{cells}", header=f"{HEADER},date,informant,relationship,goals,approach,overall"
    )
    assert len(found) == 1
    assert found[0].startswith("line 2: ")
    assert what in found[0]


def test_a_score_on_an_item_of_another_scale_is_no_item_of_this_one() -> None:
    found = problems("E1,adult,1,ors,36.0,9.0", header=f"{HEADER},goals")
    assert found == ["line 2: ORS has no item goals, and a score stands there. Leave it empty, or correct the scale."]


def test_some_items_may_be_unknown_as_long_as_the_total_is_possible() -> None:
    assert problems("E1,adult,1,srs,36.0,9.0,,9.0", header=f"{HEADER},goals,approach,overall") == []


def test_an_answer_by_choice_is_a_whole_number() -> None:
    assert "1.5 is no answer on mood" in problems("E1,adult,1,phq9,9,1.5", header=f"{HEADER},mood")[0]


def test_a_session_that_stands_there_twice_is_named_with_the_first_line() -> None:
    found = problems("E1,adult,1,ors,20", "E1,adult,2,ors,21", "E2,adult,1,ors,9", "E1,adult,1,ors,22")
    assert found == [
        (
            "line 5: session 1 of 'E1' (ors, client) stands already in line 2. "
            "Remove one of the two rows, or correct its session."
        ),
    ]


def test_a_session_after_a_later_one_is_named() -> None:
    found = problems(
        "E1,adult,1,ors,20", "E1,adult,4,ors,21", "E1,adult,2,ors,22", "E1,adult,3,ors,22", "E1,adult,5,ors,22"
    )
    assert [text.split(".")[0] for text in found] == [
        "line 4: session 2 of 'E1' (ors, client) comes after session 4 in line 3",
        "line 5: session 3 of 'E1' (ors, client) comes after session 4 in line 3",
    ]


def test_the_order_of_sessions_is_judged_among_good_rows_only() -> None:
    found = problems("E1,adult,1,ors,20", "E1,adult,9,ors,99", "E1,adult,2,ors,22")
    assert [text.split(":")[0] for text in found] == ["line 3"]


def test_an_episode_has_one_age_band() -> None:
    found = problems("E1,adult,1,ors,20", "E2,adult,1,ors,20", "E1,child,2,ors,22")
    assert found[0].startswith("line 4: episode 'E1' is child here and adult in line 2. ")
    assert len(found) == 1


def test_a_row_with_several_faults_counts_once() -> None:
    assert problems("E1,grown,0,orz,99") == [
        "line 2: age_band 'grown' is unknown. Use one of: adult, adolescent, child."
    ]


@pytest.mark.parametrize(
    ("content", "what", "remedy"),
    [
        (b"", "line 1: the file is empty", "header"),
        (b"\n\n", "line 1: the columns", "The first line must name"),
        (b"episode_id,age_band,session,scale,total\n", "line 2: there is no rating below the header", "Add a row"),
        (
            b"episode_id,age_band,session,scale\nE1,adult,1,ors\n",
            "line 1: the column total is missing",
            "The first line must name",
        ),
        (
            b"id,total\nE1,3\n",
            "the columns episode_id, age_band, session, scale are missing",
            "The first line must name",
        ),
        (b"episode_id,age_band,sesion,scale,total\n", "the column sesion is unknown", "Write session"),
        (b"episode_id,age_band,session,scale,total,goal\n", "the column goal is unknown", "Write goals"),
        (b"episode_id,age_band,session,scale,total,total\n", "the column total stands there twice", "Remove one"),
        (b"episode_id;age_band;session;scale;total\nE1;adult;1;ors;25,5\n", "separated by semicolons", "commas"),
        (b"episode_id\tage_band\tsession\tscale\ttotal\n", "separated by tabs", "commas"),
        (
            HEADER.encode() + b"\nE1,adult,1,ors,20\nE\xe4,adult,1,ors,20\n",
            "line 3: the file is not UTF-8 here",
            "CSV UTF-8",
        ),
        (HEADER.encode("utf-16"), "line 1: the file is not UTF-8 here", "CSV UTF-8"),
        (b"PK\x03\x04rest", "a spreadsheet or zip file", "Save it as CSV"),
        (
            HEADER.encode() + b'\nE1,adult,1,ors,20\nE2,adult,1,ors,20\n"E3,adult,1,ors,20\nE4,adult,1,ors,20\n',
            "line 4: a quotation mark",
            "Close every",
        ),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_as_a_whole(content: bytes, what: str, remedy: str) -> None:
    table = read_ratings(content)
    assert (len(table), table.problem_count) == (0, 1)
    assert what in str(table.problems[0])
    assert remedy in str(table.problems[0])


def test_quotation_marks_inside_bare_cells_are_refused_at_their_line() -> None:
    table = read("E1,adult,1,ors,20", 'E"2,adult,1,ors,20', 'E"3,adult,1,ors,20')
    assert [str(problem) for problem in table.problems] == [
        "line 3: a quotation mark does not fit. Close every quotation mark; inside a cell, write it twice.",
    ]


def test_a_line_of_megabytes_is_refused() -> None:
    table = read("E1,adult,1,ors,20", f"E{'2' * 3_000_000},adult,1,ors,20")
    assert "the file cannot be read as CSV from here on" in str(table.problems[0])


def test_a_quotation_mark_never_closed_in_a_long_file_is_found_without_holding_the_file() -> None:
    rows = b"E,adult,1,ors,20\n" * 400_000
    table = read_ratings(HEADER.encode() + b'\n"E1,adult,1,ors,20\n' + rows)
    assert "line 2: " in str(table.problems[0])


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("block_bytes", [7, 64, 1 << 20])
def test_line_ends_and_a_byte_order_mark_change_nothing(line_end: str, mark: str, block_bytes: int) -> None:
    text = mark + line_end.join([HEADER, "E1,adult,1,ors,20", "E1,adult,2,ors,21", "E1,adult,2,ors,22"]) + line_end
    table = read_ratings(text.encode(), block_bytes=block_bytes)
    assert table.line.tolist() == [2, 3, 4]
    assert [problem.line for problem in table.problems] == [4]


def test_empty_lines_are_passed_over_and_counted() -> None:
    table = read("", "E1,adult,1,ors,20", "", "", "E1,adult,2,ors,50", "")
    assert table.line.tolist() == [3, 6]
    assert [problem.line for problem in table.problems] == [6]


@pytest.mark.parametrize("block_bytes", [50, 90, 1 << 20])
def test_lines_are_right_behind_a_line_break_inside_quotation_marks(block_bytes: int) -> None:
    rows = [
        'E1,adult,1,ors,20,"said:\n""later"",\n\nand left"',
        '"E1",adult,2,ors,41,',
        "E1,adult,3,ors,22",
        'E1,adult,4,ors,42,"\n"',
    ]
    table = read(*rows, header=f"{HEADER},note", block_bytes=block_bytes)
    assert [(problem.line, problem.what.split(" ")[0]) for problem in table.problems] == [
        (6, "41.0"),
        (7, "5"),
        (8, "42.0"),
    ]
    assert table.line.tolist() == [2, 6, 8]
    assert table.ignored_columns == ("note",)


def test_a_block_without_any_record_of_the_right_width_is_all_problems() -> None:
    assert [text.split(":")[0] for text in problems("E1,adult", "E2")] == ["line 2", "line 3"]


def test_capitals_and_blanks_in_names_do_not_matter() -> None:
    table = read(" E1 , Adult , 1 , ORS , 20.0 ", header="Episode_ID, Age_Band ,session,scale,total")
    table.raise_if_bad("past.csv")
    assert table.episode_ids == ["E1"]


def test_a_whole_session_number_written_with_a_point_is_whole() -> None:
    assert read("E1,adult,1.0,ors,20", "E1,adult,2.,ors,20").session.tolist() == [1, 2]


def test_the_first_thousand_problems_are_kept_and_all_are_counted() -> None:
    table = read(*[f"E{row},adult,1,ors,41" for row in range(2_500)], block_bytes=10_000)
    assert (len(table.problems), table.problem_count) == (1_000, 2_500)
    assert [problem.line for problem in table.problems] == list(range(2, 1_002))
    with pytest.raises(TableError, match=r"past\.csv: 2500 bad rows"):
        table.raise_if_bad("past.csv")


def test_good_rows_can_be_taken_alone() -> None:
    table = read("E1,adult,1,ors,41,,", "E2,adult,1,ors,20,2026-01-31,", header=f"{HEADER},date,overall").only_good()
    assert table.line.tolist() == [3]
    assert [table.episode_ids[code] for code in table.episode] == ["E2"]
    assert table.items is not None
    assert len(table.items) == 1


def test_a_path_a_stream_and_bytes_read_alike(tmp_path: Path) -> None:
    content = f"{HEADER}\nÉ1,adult,1,ors,20\n"
    path = tmp_path / "past.csv"
    path.write_text(content, "utf-8")
    tables = [
        read_ratings(source) for source in (path, content.encode(), io.BytesIO(content.encode()), io.StringIO(content))
    ]
    assert [table.episode_ids for table in tables] == [["É1"]] * 4


def test_progress_is_told_in_bytes_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "past.csv"
    path.write_text("\n".join([HEADER, *[f"E{row},adult,1,ors,20" for row in range(50)]]))
    told: list[tuple[int, int | None]] = []
    read_ratings(path, progress=lambda done, size: told.append((done, size)), block_bytes=500)
    size = path.stat().st_size
    assert told[-1] == (size, size)
    assert [done for done, _size in told] == sorted(done for done, _size in told)


def test_thousands_of_interleaved_episodes_keep_the_order_of_first_appearance() -> None:
    order = np.random.default_rng(5).permutation(3_000)
    rows = [f"E{episode},adult,{session},ors,20" for session in (1, 2) for episode in order]
    table = read(*rows, block_bytes=2_000)
    assert table.problem_count == 0
    assert table.episode_ids == [f"E{episode}" for episode in order]
    assert table.episode.tolist() == [*range(3_000), *range(3_000)]


COUNT_THREADS = """
import os
from fit.interop.tables_in import read_ratings
threads = lambda: len(os.listdir("/proc/self/task"))
before = threads()
header, row = "episode_id,age_band,session,scale,total", "A,adult,1,ors,18.0"
assert read_ratings("\\n".join([header, row, ""]).encode()).good.sum() == 1
print(threads() - before)
"""


@pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="threads are counted where the system lists them: Linux"
)
def test_columns_are_made_in_no_thread_that_could_abort_the_end_of_a_command() -> None:
    done = subprocess.run([sys.executable, "-c", COUNT_THREADS], capture_output=True, text=True, check=True)

    assert int(done.stdout) <= 1, "one thread brings the bytes; those that call back into Python are the trouble"
