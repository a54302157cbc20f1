"""Ids: in order of time, never twice, short opaque text outside."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fit.errors import NotFoundError
from fit.store import ids
from fit.store.ids import new_id, read_id, shown


def test_later_ids_are_larger_and_fit_63_bits():
    made = [new_id() for _ in range(5_000)]
    assert made == sorted(set(made))
    assert made[-1] < 1 << 63


def test_threads_never_get_the_same_id():
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: [new_id() for _ in range(500)], range(16)))
    assert len({one for some in made for one in some}) == 16 * 500


def test_ids_still_grow_when_the_clock_is_set_back(monkeypatch):
    before = new_id()
    monkeypatch.setattr(ids.time, "time_ns", lambda: 1_600_000_000_000_000_000)
    assert new_id() > before


@given(st.integers(min_value=0, max_value=(1 << 63) - 1))
def test_the_text_of_an_id_reads_back(key):
    assert len(shown(key)) == 13
    assert read_id(shown(key)) == key


def test_texts_sort_like_their_ids():
    made = [new_id() for _ in range(100)]
    assert sorted(map(shown, made)) == [shown(key) for key in made]


@pytest.mark.parametrize("text", ["", "12", "u" * 13, "z" * 13, "0" * 12 + "U", "../../../etc1", "0" * 14])
def test_a_text_that_is_no_id_is_a_record_that_is_not_there(text):
    with pytest.raises(NotFoundError, match="no record of that id"):
        read_id(text)
