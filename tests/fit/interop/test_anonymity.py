"""Company in an extract: below, at and above five clients; what is told less exactly first; several episodes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fit.errors import InputError
from fit.interop.anonymity import LEAST, Known, checked, made_rare_less_exact, smallest_group


def known(client, **chosen):
    given_ = {"age_band": "adult", "informants": "client", "team": "t1", "programme": "p1"}
    given_ |= {"ending": "planned", "year": "2025"}
    return Known(client=client, **given_ | chosen)


def clinic(*groups):
    """So many clients of each kind, one episode each."""
    people = [(number, kind) for number, kind in groups for _ in range(number)]
    return {place: known(place, **kind) for place, (_, kind) in enumerate(people)}


@pytest.mark.parametrize(("clients", "is_enough"), [(4, False), (5, True), (6, True)])
def test_a_combination_needs_five_clients(clients, is_enough):
    episodes = clinic((clients, {})).values()
    if is_enough:
        assert checked(episodes) == clients
    else:
        with pytest.raises(InputError, match="shared by 4 of at least 5 clients"):
            checked(episodes)


def test_five_episodes_of_four_clients_are_too_few():
    episodes = [*clinic((4, {})).values(), known(0)]
    assert smallest_group(episodes) == 4
    with pytest.raises(InputError):
        checked(episodes)


@pytest.mark.parametrize(("clients", "left"), [(4, 0), (5, 5), (6, 6)])
def test_who_has_no_company_even_so_is_left_out(clients, left):
    episodes = clinic((20, {}), (clients, {"age_band": "child"}))
    found = made_rare_less_exact(episodes)
    assert len(found.told) == 20 + left
    assert found.left_out == clients - left
    assert found.smallest == max(left, 5) if left else 20


def test_the_programme_goes_first_then_the_team():
    episodes = clinic(
        (3, {"programme": "p2"}), (2, {"programme": ""}), (5, {"programme": "p3"}),
        (3, {"team": "t2", "programme": "p2"}), (2, {"team": "t3"}),
    )  # fmt: skip
    told = made_rare_less_exact(episodes).told
    assert [(told[one].team, told[one].programme) for one in (0, 3, 5, 10, 13)] == [
        ("t1", ""), ("t1", ""), ("t1", "p3"), ("", ""), ("", ""),
    ]  # fmt: skip


def test_then_the_year_then_the_kind_of_ending():
    episodes = clinic(
        (3, {"team": "t2"}), (2, {"team": "t3"}),
        (3, {"ending": "unplanned", "year": "2024", "team": "t2"}), (2, {"ending": "unplanned", "year": "2023"}),
        (3, {"age_band": "child", "ending": "transfer"}), (2, {"age_band": "child", "ending": "referral"}),
    )  # fmt: skip
    told = made_rare_less_exact(episodes).told
    assert [told[one].combination[2:3] + told[one].combination[4:] for one in (0, 4, 5, 9, 10, 14)] == [
        ("", "planned", "2025"), ("", "planned", "2025"),
        ("", "unplanned", ""), ("", "unplanned", ""),
        ("", "closed", ""), ("", "closed", ""),
    ]  # fmt: skip


def test_one_alone_takes_the_smallest_group_along_before_it_is_left_out():
    episodes = clinic((9, {}), (6, {"year": "2024"}), (1, {"year": "2023"}))
    found = made_rare_less_exact(episodes)
    assert found.left_out == 0
    assert [found.told[one].year for one in (0, 9, 15)] == ["2025", "", ""]


def test_open_and_closed_are_never_taken_for_each_other():
    found = made_rare_less_exact(clinic((7, {"ending": "open"}), (4, {"ending": "planned"})))
    assert {one.ending for one in found.told.values()} == {"open"}
    assert found.left_out == 4


def test_a_clinic_of_four_has_no_extract():
    with pytest.raises(InputError, match="Nothing can be told"):
        made_rare_less_exact(clinic((4, {})))


@pytest.mark.parametrize(("clients", "apart"), [(4, True), (5, False)])
def test_clients_whose_episodes_together_are_rare_have_a_number_for_each(clients, apart):
    episodes = {(one, "first"): known(one) for one in range(12)}
    episodes |= {(one, "second"): known(one, ending="open") for one in range(clients)}
    episodes |= {(20 + one, "other"): known(20 + one, ending="open") for one in range(12)}
    found = made_rare_less_exact(episodes)
    assert found.alone == ({key for key in episodes if key[0] < clients} if apart else frozenset())


people = st.builds(
    Known,
    client=st.integers(0, 25),
    age_band=st.sampled_from(["adult", "child"]),
    informants=st.sampled_from(["client", "caregiver+client"]),
    team=st.sampled_from(["", "t1", "t2"]),
    programme=st.sampled_from(["", "p1"]),
    ending=st.sampled_from(["open", "planned", "unplanned"]),
    year=st.sampled_from(["2024", "2025"]),
)


@given(st.lists(people, max_size=120))
def test_whatever_is_told_has_company_and_is_the_truth_or_less(episodes):
    by_key = dict(enumerate(episodes))
    try:
        found = made_rare_less_exact(by_key)
    except InputError:
        assert len({one.client for one in episodes}) < LEAST * 4 * 2
        return
    assert checked(found.told.values()) == found.smallest >= LEAST
    assert len(found.told) + found.left_out == len(episodes)
    for key, told in found.told.items():
        true = by_key[key]
        assert (told.client, told.age_band, told.informants) == (true.client, true.age_band, true.informants)
        assert told.team in {true.team, ""}
        assert told.programme in {true.programme, ""}
        assert told.year in {true.year, ""}
        assert told.ending in {true.ending, "closed"}
        assert (told.ending == "open") == (true.ending == "open")
