"""Pages are drawn a few at a time."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard.shell import turns

PAGES = 8


def test_only_a_few_are_drawn_at_the_same_time() -> None:
    inside, most, counting = 0, 0, threading.Lock()

    def draw(_: int) -> None:
        nonlocal inside, most
        with turns.in_turn():
            with counting:
                inside += 1
                most = max(most, inside)
            time.sleep(0.01)
            with counting:
                inside -= 1

    with ThreadPoolExecutor(PAGES) as pool:
        list(pool.map(draw, range(PAGES)))
    assert most == turns.AT_ONCE


def test_a_page_that_fails_gives_its_turn_back() -> None:
    for _ in range(turns.AT_ONCE + 1):
        with pytest.raises(ZeroDivisionError), turns.in_turn():
            raise ZeroDivisionError
    assert turns._turns._value == turns.AT_ONCE


def test_whoever_waited_long_is_drawn_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE_S", 0.05)
    held = [turns.in_turn() for _ in range(turns.AT_ONCE)]
    for one in held:
        one.__enter__()
    with turns.in_turn():
        pass
    for one in held:
        one.__exit__(None, None, None)
    assert turns._turns._value == turns.AT_ONCE
