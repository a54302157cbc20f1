"""The data dictionary is what the extract and the models say, and no column of the database is forgotten."""

from __future__ import annotations

import pytest

from fit.interop.extract_tables import LEFT_OUT, TABLES, Kind, Treatment
from fit.store.tables import Base
from tests.house.make_data_dictionary import DICTIONARY, dictionary, model_column

EXTRACTED = ("episode", "session", "rating", "alert", "repair_plan")
SOURCES = {one.source for columns in TABLES.values() for one in columns}
LONGEST_WORD = 60
# [letters] of columns that hold a choice; longer ones may hold what somebody wrote.


def test_the_page_is_what_the_extract_and_the_models_say():
    assert DICTIONARY.read_text("utf-8") == dictionary()


@pytest.mark.parametrize("table", EXTRACTED)
def test_every_column_of_the_models_is_told_or_left_out_with_a_reason(table):
    columns = {f"{table}.{one.name}" for one in Base.metadata.tables[table].columns}
    assert columns - SOURCES - set(LEFT_OUT) == set()
    # the key of another table is told where that table is
    assert columns & SOURCES & set(LEFT_OUT) == set()


def test_no_column_is_named_that_the_models_do_not_have():
    for source in SOURCES | set(LEFT_OUT):
        assert model_column(source) is not None
    with pytest.raises(KeyError):
        model_column("episode.diagnosis")


@pytest.mark.parametrize("source", sorted(SOURCES - {"clinic_user.team"}))
def test_no_column_that_can_hold_what_somebody_wrote_is_told(source):
    length = getattr(model_column(source).type, "length", None)
    assert length is None or length <= LONGEST_WORD
    assert "TEXT" not in str(model_column(source).type)


def test_keys_are_salted_and_days_are_shifted_without_exception():
    for columns in TABLES.values():
        for one in columns:
            is_key = one.name.endswith("_id")
            assert (one.treatment is Treatment.SALTED) == is_key
            assert (one.treatment is Treatment.SHIFTED) == (one.kind is Kind.DAY)
