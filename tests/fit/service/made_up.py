"""Random services and their plain columns, for tests that compare with other ways of counting."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
from hypothesis import strategies as st

from fit.service.assessed import episodes_of
from fit.service.episodes import OPEN, Care, Episodes
from tests.fit.stories import HAND_CUBIC, series_of, verdicts

BANDS = ("adult", "adolescent", "child")
LONGEST = 8


@st.composite
def services(draw, most=12):
    """Episodes as {name: ...}: ratings by session in tenths (None: not given), and the record's facts."""
    tenth = st.one_of(st.none(), st.integers(0, 400), st.sampled_from([249, 250, 320, 321, 359, 360, 400]))
    one = st.fixed_dictionaries(
        {
            "ors": st.lists(tenth, max_size=LONGEST),
            "srs": st.lists(tenth, max_size=LONGEST),
            "client": st.integers(0, 5),
            "clinician": st.integers(0, 3),
            "band": st.sampled_from(BANDS),
            "ending": st.integers(-1, 3),
            "unrated": st.integers(0, 2),
            "days": st.integers(-1, 400),
        }
    )
    return draw(st.lists(one, max_size=most))


def sessions_of(told):
    return max(len(told["ors"]), len(told["srs"])) + told["unrated"]


def care_of(service) -> Care:
    def column(values, kind):
        return np.array(list(values), kind)

    return Care(
        client=column((one["client"] for one in service), np.int64),
        clinician=column((one["clinician"] for one in service), np.int64),
        age_band=column((BANDS.index(one["band"]) for one in service), np.int8),
        ending=column((one["ending"] for one in service), np.int8),
        sessions=column(map(sessions_of, service), np.int32),
        days=column((one["days"] for one in service), np.int32),
    )


def episodes(service, **chosen) -> Episodes:
    """Columns of a told service through the one engine."""
    return episodes_of(assessed(service, **chosen), care_of(service))


def assessed(service, *, curves=HAND_CUBIC, by="icce"):
    """What the engine says of a told service, its unrated episodes included."""
    rows = [
        (place, session, scale, tenths / 10)
        for place, one in enumerate(service)
        for scale in ("ors", "srs")
        for session, tenths in enumerate(one[scale], start=1)
        if tenths is not None
    ]
    named = list(dict.fromkeys(row[0] for row in rows))
    bands = {place: one["band"] for place, one in enumerate(service)}
    assessment = verdicts(rows, by=by, curves=curves, bands=bands)
    series = series_of(rows, bands=bands)
    # The stories name only rated episodes; the record knows the others too.
    numbered = replace(
        series, episode=np.array(named, np.int32)[series.episode], episode_ids=[str(n) for n in range(len(service))]
    )
    order = np.argsort(numbered.episode, kind="stable")
    assert (order == np.arange(order.size)).all()
    return replace(assessment, series=numbered)


def plain(count, **given) -> Episodes:
    """Columns of `count` episodes that nothing is known of, but for what is given."""
    unknown = {"intake", "latest", "alliance_first", "alliance_last", "days", "target_reached"}
    none = {"expected": np.nan, "norm_sd": np.nan, "ending": OPEN, "client": np.arange(count)}
    kinds = {"on_points": np.bool_, "clinical_at_intake": np.bool_, "expected": np.float64, "norm_sd": np.float64}

    def column(name):
        value = given.get(name, none.get(name, -1 if name in unknown else 0))
        return np.broadcast_to(np.asarray(value, kinds.get(name, np.int64)), count).copy()

    return Episodes(**{one.name: column(one.name) for one in fields(Episodes)})
