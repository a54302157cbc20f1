"""Salted numbers and shifted days: the same for the same salt, whole weeks, never the true day."""

from __future__ import annotations

import hashlib
import hmac
from datetime import date, timedelta

import pytest

from fit.errors import InputError
from fit.interop.pseudonyms import Pseudonyms, yearless_shift

SALT, OTHER = bytes(range(32)), bytes(range(1, 33))


def of(salt=SALT, clinic_id=7):
    return Pseudonyms(salt=salt, clinic_id=clinic_id)


def test_a_number_is_the_beginning_of_the_keyed_hash():
    said = hmac.new(SALT, b"episode:7:123", hashlib.sha256).hexdigest()
    assert of().number("episode", 123) == said[:16]


def test_another_salt_clinic_or_kind_of_record_has_other_numbers():
    numbers = {of(salt, clinic).number(kind, 5) for salt in (SALT, OTHER) for clinic in (7, 8) for kind in ("a", "b")}
    assert len(numbers) == 8


def test_days_go_back_by_four_to_fifty_five_whole_weeks_and_use_all_of_them():
    shifts = {of().shift(client) for client in range(3_000)}
    assert shifts == {timedelta(weeks=-weeks) for weeks in range(4, 56)}


def test_another_salt_moves_days_otherwise():
    same = sum(of().shift(client) == of(OTHER).shift(client) for client in range(520))
    assert same < 40  # one in 52 by chance


@pytest.mark.parametrize("day", [date(2026, 3, 2), date(2026, 3, 8), date(2024, 2, 29)])
def test_without_a_year_an_episode_begins_in_the_first_week_of_2000_on_the_same_weekday(day):
    moved = day + yearless_shift(day)
    assert date(2000, 1, 3) <= moved <= date(2000, 1, 9)
    assert moved.weekday() == day.weekday()


@pytest.mark.parametrize(("size", "is_enough"), [(15, False), (16, True)])
def test_a_short_salt_is_refused(size, is_enough):
    if is_enough:
        assert of(bytes(size)).number("a", 1)
    else:
        with pytest.raises(InputError, match="15 bytes can be guessed"):
            of(bytes(size))
