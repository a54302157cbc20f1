"""Work in threads: of each kind one piece at a time, once more where it was asked for meanwhile, none after the end."""

from __future__ import annotations

from threading import Event

import pytest

from fit.casework._under_way import UnderWay

WITHIN_S = 20


@pytest.fixture
def under_way():
    made = UnderWay()
    yield made
    made.stop()


class Piece:
    """Work that waits to be let go on, and how often it was begun."""

    def __init__(self):
        self.begun, self.goes_on, self.times = Event(), Event(), 0

    def __call__(self, _stopping):
        self.times += 1
        self.begun.set()
        assert self.goes_on.wait(WITHIN_S)


def test_what_is_asked_for_meanwhile_is_done_once_more_and_never_twice_at_once(under_way):
    piece, last = Piece(), Event()
    under_way.begin("reports", piece)
    assert piece.begun.wait(WITHIN_S)
    for _ in range(3):
        under_way.begin("reports", piece)
    assert piece.times == 1
    under_way.begin("another kind", lambda _: last.set())
    assert last.wait(WITHIN_S), "each kind has a thread of its own"
    piece.goes_on.set()
    under_way._threads["reports"].join(WITHIN_S)
    assert piece.times == 2


def test_what_breaks_off_says_where_and_in_no_words_of_its_own_and_leaves_room_for_the_next(under_way, caplog):
    def breaks(_stopping):
        raise ValueError("Asa Molin")

    under_way.begin("reports", breaks)
    while under_way._threads:
        pass
    assert "reports: broken off by ValueError < test_under_way.py:" in caplog.text
    assert "Molin" not in caplog.text
    again = Event()
    under_way.begin("reports", lambda _: again.set())
    assert again.wait(WITHIN_S)


def test_after_the_end_nothing_begins_and_what_is_under_way_is_waited_for(under_way):
    seen, ended = Event(), Event()

    def works(stopping):
        seen.set()
        assert stopping.wait(WITHIN_S)
        ended.set()

    under_way.begin("reports", works)
    assert seen.wait(WITHIN_S)
    under_way.stop()
    assert ended.is_set()
    later = Event()
    under_way.begin("reports", lambda _: later.set())
    assert not later.wait(0.3)
