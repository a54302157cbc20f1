"""Shares of few are told as bands that hold what is true, so that rounding alone sets nobody apart."""

from __future__ import annotations

import numpy as np
import pytest

from fit.service.evidence import Share
from fit.service.share_bands import FEWEST_FOR_A_NUMBER, Band, coarser
from fit.service.suppression import Rounded, published, round_counts

RATED = "sessions_with_session_rating"


def told(hits, n):
    """What a director is told of so many of so many, each of another client."""
    return coarser(published(Share(hit=np.arange(n) < hits, client=np.arange(n)), RATED))


def test_a_band_holds_every_exact_share_that_is_rounded_so():
    checked = 0
    for n in range(8, FEWEST_FOR_A_NUMBER + 3):
        for hits in range(8, n + 1):
            band = told(hits, n)
            if isinstance(band, Band):
                assert band.lower <= hits / n <= band.upper, (hits, n)
                checked += 1
    assert checked > 2_000


def test_of_two_clinicians_with_the_same_share_the_bands_overlap_whatever_their_numbers():
    """The attack: to single somebody out of equals by what rounding does to each."""
    for share in (0.5, 0.6, 0.75, 0.8, 0.9, 1.0):
        shown = [told(round(share * n), n) for n in range(16, 78) if (share * n) % 1 == 0]
        bands = [one for one in shown if isinstance(one, Band)]
        assert len(bands) > 2
        assert max(one.lower for one in bands) <= share <= min(one.upper for one in bands)


def test_without_bands_rounding_alone_would_set_equals_apart():
    plain = [float(round_counts(hits) / round_counts(n)) for hits, n in ((9, 12), (12, 16), (33, 44))]
    assert {9 / 12, 12 / 16, 33 / 44} == {0.75}
    assert max(plain) - min(plain) > 0.1


@pytest.mark.parametrize(("hits", "n", "low", "high"), [(40, 45, 0.80, 1.0), (45, 45, 0.90, 1.0), (10, 20, 0.35, 0.70)])
def test_the_ends_are_whole_steps_of_five_percent(hits, n, low, high):
    # 40 of 45: 38 of 47 is 81 %, 42 of 43 is 98 %. 45 of 45: 43 of 47 is 91 %. 10 of 20: 8 of 22, 12 of 18.
    assert told(hits, n) == Band(definition=RATED, n=n, lower=pytest.approx(low), upper=pytest.approx(high))


def test_of_eighty_and_more_a_share_is_a_number_that_rounding_moves_by_a_step_at_most():
    for n in range(FEWEST_FOR_A_NUMBER, 160):
        for hits in range(8, n + 1):
            shown = told(hits, n)
            assert isinstance(shown, Rounded)
            assert abs(shown.value - hits / n) <= 0.075, (hits, n)
            assert (shown.value * 20) == pytest.approx(round(shown.value * 20))


def test_a_band_follows_from_the_rounded_counts_alone():
    assert {repr(told(hits, n)) for hits in range(33, 38) for n in range(43, 48)} == {repr(told(35, 45))}
