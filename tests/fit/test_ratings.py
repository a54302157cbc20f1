from __future__ import annotations

from datetime import date

import pytest

from fit.errors import RatingError, ScoreError
from fit.ratings import Informant, Mode, Rating
from fit.scales import Score, scale

MARKS = {"individual": Score(52), "interpersonal": Score(31), "social": Score(70), "overall": Score(44)}


def test_the_total_is_the_sum_of_the_marks():
    rating = Rating.from_answers(
        scale("ors"), MARKS, informant=Informant.CLIENT, occurred_on=date(2026, 3, 2), mode=Mode.TABLET
    )
    assert rating.total == Score(197)


def test_a_total_that_does_not_add_up_is_not_built():
    with pytest.raises(RatingError, match=r"add up to 19\.7, the total says 19\.8"):
        Rating(
            scale=scale("ors"),
            informant=Informant.CLIENT,
            occurred_on=date(2026, 3, 2),
            total=Score(198),
            answers=MARKS,
        )


FACES = {"scale": scale("ycors"), "informant": Informant.CLIENT, "occurred_on": date(2026, 3, 2)}


def test_a_chosen_face_is_a_rating_without_a_total():
    rating = Rating.from_answers(answers={"face": Score.of(1)}, mode=Mode.TABLET, **FACES)
    assert (rating.total, rating.answers) == (None, {"face": Score.of(1)})


def test_a_rating_of_faces_needs_the_face_and_takes_no_total():
    with pytest.raises(RatingError, match="YCORS: nothing is marked"):
        Rating(total=None, **FACES)
    with pytest.raises(ScoreError, match="YCORS is not scored"):
        Rating(total=Score(10), answers={"face": Score.of(1)}, **FACES)


def test_a_scored_scale_needs_its_total():
    with pytest.raises(RatingError, match="ORS: nothing is marked"):
        Rating(scale=scale("ors"), informant=Informant.CLIENT, occurred_on=date(2026, 3, 2), total=None, answers=MARKS)


def test_a_total_alone_leaves_the_items_unknown():
    rating = Rating(
        scale=scale("ors"), informant=Informant.CLIENT, occurred_on=date(2026, 3, 2), total=Score(198), mode=Mode.PAPER
    )
    assert rating.answers is None
