"""How far clients have come, drawn: where the bars begin, and what is not drawn for who may see no client."""

from __future__ import annotations

import numpy as np
import pytest

from fit.change import CHANGES, Change
from fit.service.change_spread import (
    Histogram,
    Pairs,
    Squares,
    gain_histogram,
    published_histogram,
    published_squares,
    rated_pairs,
)
from fit.service.figure import NotAssessable
from fit.service.suppression import MOST_FILTERS, TOO_FEW, Withheld
from tests.fit.service.made_up import plain


def again(gains, **given):
    """Episodes rated twice that began at 20.0, with these gains in tenths."""
    gain = np.array(gains)
    return plain(gain.size, ratings=2, on_points=True, intake=200, latest=200 + gain, gain=gain, **given)


@pytest.mark.parametrize(
    ("tenths", "low"), [(-51, -10), (-50, -10), (-49, -5), (-1, -5), (0, 0), (49, 0), (50, 5), (51, 5), (200, 20)]
)
def test_the_reliable_change_itself_is_outside_chance_on_both_sides(tenths, low):
    found = gain_histogram(again([tenths]))
    assert isinstance(found, Histogram)
    assert found.edges[:-1][found.counts > 0].tolist() == [low]


def test_the_largest_gain_and_loss_have_a_bar():
    # A gain of 40.0 is possible from 0 to 40 alone; it lies in the last bar.
    found = gain_histogram(again([400, -400]))
    assert isinstance(found, Histogram)
    assert (found.counts[0], found.counts[-1], found.n) == (1, 1, 2)


def test_every_episode_rated_twice_has_a_dot_with_its_verdict():
    found = rated_pairs(again([60, -10], change=[CHANGES.index(Change.IMPROVED), CHANGES.index(Change.UNCHANGED)]))
    assert isinstance(found, Pairs)
    assert found.latest.tolist() == [26.0, 19.0]
    assert found.change == (Change.IMPROVED, Change.UNCHANGED)


def test_without_anybody_rated_twice_there_is_nothing_to_draw():
    once = plain(7, ratings=1, on_points=True)
    for found in (gain_histogram(once), rated_pairs(once)):
        assert isinstance(found, NotAssessable)
    for told in (published_histogram(once, filters=0), published_squares(once, filters=0)):
        assert told == TOO_FEW, "nobody is told as few are"


def test_bars_and_squares_are_rounded_and_small_ones_are_not_told():
    shown = again([60] * 12 + [-60] * 4)
    bars, squares = published_histogram(shown, filters=0), published_squares(shown, filters=0)
    assert isinstance(bars, Histogram)
    assert isinstance(squares, Squares)
    assert bars.counts[~np.isnan(bars.counts)].tolist() == [10]
    assert squares.counts[~np.isnan(squares.counts)].tolist() == [10]
    assert (bars.n, squares.n) == (15, 15)


@pytest.mark.parametrize("clients", [1, 4, 5])
def test_fewer_than_five_clients_are_not_drawn_however_many_episodes_they_have(clients):
    shown = again([60] * 20, client=np.arange(20) % clients)
    kinds = [type(published_histogram(shown, filters=0)), type(published_squares(shown, filters=0))]
    assert kinds == ([Histogram, Squares] if clients >= 5 else [Withheld, Withheld])


@pytest.mark.parametrize("filters", range(MOST_FILTERS + 1))
def test_a_picture_adds_its_own_dimensions_to_the_filters(filters):
    shown = again([60] * 30)
    assert isinstance(published_histogram(shown, filters=filters), Histogram) == (filters + 1 <= MOST_FILTERS)
    assert isinstance(published_squares(shown, filters=filters), Squares) == (filters + 2 <= MOST_FILTERS)
