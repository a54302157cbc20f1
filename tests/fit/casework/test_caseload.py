"""Finding one's way in a caseload: tags, views with a name, and who is on the list at all."""

from __future__ import annotations

from datetime import date

import pytest

from fit.casework import administrator, clinician, supervisor
from fit.casework.views import AlertState, Attention, CaseloadFilter, EpisodeStatus
from fit.errors import ConflictError, InputError, NotFoundError
from fit.ratings import Ending
from fit.scales import AgeBand, Informant
from tests.fit.casework.world import csv, day


def tag(world, episode, *words):
    for word in words:
        clinician.add_tag(world.clinic, world.ann, episode, word)


def test_a_tag_stands_on_the_row_and_on_the_page_and_can_be_taken_off(either):
    episode = either.begin("C1")
    tag(either, episode, "  evening   group ", "CBT")
    assert either.caseload().rows[0].tags == ("CBT", "evening group")
    page = either.page(episode)
    assert page.tags == page.tag_choices == ("CBT", "evening group")
    clinician.remove_tag(either.clinic, either.ann, episode, "CBT")
    assert either.caseload().rows[0].tags == ("evening group",)


def test_the_same_tag_in_another_case_is_there_already(world):
    episode = world.begin("C1")
    tag(world, episode, "Group", "GROUP")
    assert world.caseload().tags == ("Group",)


@pytest.mark.parametrize("word", ["", "   ", "x" * 41])
def test_a_tag_is_a_short_word(world, word):
    episode = world.begin("C1")
    with pytest.raises(InputError, match="1 to 40 characters"):
        clinician.add_tag(world.clinic, world.ann, episode, word)


def test_a_tag_of_forty_characters_is_kept_whole(world):
    episode = world.begin("C1")
    tag(world, episode, "x" * 40)
    assert world.caseload().rows[0].tags == ("x" * 40,)


def test_a_client_has_twelve_tags_at_most(world):
    episode = world.begin("C1")
    tag(world, episode, *(f"tag {number}" for number in range(12)))
    with pytest.raises(ConflictError, match="12 tags already"):
        clinician.add_tag(world.clinic, world.ann, episode, "one more")


def test_a_supervisor_sees_the_tags_of_a_supervisees_client_and_no_choices(world):
    episode = world.begin("C1")
    tag(world, episode, "group")
    page = world.page(episode, who=world.sue)
    assert (page.tags, page.tag_choices) == (("group",), ())


def test_tags_of_colleagues_are_their_own(world):
    theirs = world.begin("C2", who=world.ben)
    clinician.add_tag(world.clinic, world.ben, theirs, "theirs")
    assert world.caseload().tags == ()


WHOLE = CaseloadFilter(
    status=EpisodeStatus.NEEDS_ATTENTION, tags=("CBT",), age_band=AgeBand.CHILD, informant=Informant.CAREGIVER
)


def test_a_saved_view_is_kept_as_it_was_for_this_clinician_alone(either):
    clinician.save_view(either.clinic, either.ann, "children", WHOLE)
    clinician.save_view(either.clinic, either.ann, "all", CaseloadFilter())
    assert [(view.name, view.filter) for view in either.caseload().views] == [
        ("all", CaseloadFilter()),
        ("children", WHOLE),
    ]
    assert either.caseload(who=either.ben).views == ()


def test_a_view_of_the_same_name_is_replaced_and_one_can_be_removed(either):
    clinician.save_view(either.clinic, either.ann, "mine", WHOLE)
    clinician.save_view(either.clinic, either.ann, "mine", CaseloadFilter(status=EpisodeStatus.CLOSED))
    assert [view.filter.status for view in either.caseload().views] == [EpisodeStatus.CLOSED]
    clinician.remove_view(either.clinic, either.ann, "mine")
    assert either.caseload().views == ()
    with pytest.raises(NotFoundError, match="no view of that name"):
        clinician.remove_view(either.clinic, either.ann, "mine")


def test_a_clinician_has_twenty_views_at_most_and_may_still_change_one(world):
    for number in range(20):
        clinician.save_view(world.clinic, world.ann, f"view {number}", WHOLE)
    clinician.save_view(world.clinic, world.ann, "view 7", CaseloadFilter())
    with pytest.raises(ConflictError, match="20 views already"):
        clinician.save_view(world.clinic, world.ann, "one more", WHOLE)


def test_closed_episodes_are_apart_with_their_ending_and_ask_for_nothing(either):
    kept, ended, ended_before = either.begin("A"), either.begin("B"), either.begin("C")
    for episode in (kept, ended, ended_before):
        either.session(episode, 20, 38)
        either.session(episode, 21, 33)
    for episode, closed_on in ((ended, date(2026, 4, 8)), (ended_before, date(2026, 4, 7))):
        administrator.close_episode(either.clinic, either.ann, episode, closed_on=closed_on, ending=Ending.UNPLANNED)
    opened = either.caseload()
    assert ([row.client_label for row in opened.rows], opened.closed_count) == (["A"], 2)
    closed = clinician.open_caseload(either.clinic, either.ann, closed=True)
    assert [(row.client_label, row.closed_on.day, row.ending) for row in closed.rows] == [
        ("B", 8, Ending.UNPLANNED),
        ("C", 7, Ending.UNPLANNED),
    ]
    assert [row.waiting_alerts > 0 for row in opened.rows + closed.rows] == [True, False, False]
    assert closed.closed
    assert closed.needing_attention == ()


@pytest.fixture
def mixed(world):
    """A child whose caregiver rates too, an adult who fell, an adult whose target is reached."""
    rows = [f"CHILD,child,{number},cors,{total},{day(number)},caregiver" for number, total in ((1, 20), (2, 38))]
    rows += [f"CHILD,child,2,csrs,38,{day(2)},client"]
    for code, second in (("FALLEN", 12), ("RISEN", 36)):
        rows += [f"{code},adult,{number},ors,{total},{day(number)},client" for number, total in ((1, 20), (2, second))]
        rows += [f"{code},adult,{number},srs,38,{day(number)},client" for number in (1, 2)]
    header = "episode_id,age_band,session,scale,total,date,informant"
    administrator.import_ratings(
        world.clinic, world.admin, "f.csv", csv(*rows, header=header), clinician_sign_in_name="ann"
    )
    risen = next(row.episode_id for row in world.caseload().rows if row.client_label == "RISEN")
    tag(world, risen, "CBT")
    return world


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (CaseloadFilter(), {"CHILD", "FALLEN", "RISEN"}),
        (CaseloadFilter(status=EpisodeStatus.NEEDS_ATTENTION), {"FALLEN"}),
        (CaseloadFilter(status=EpisodeStatus.TARGET_REACHED), {"RISEN"}),
        (CaseloadFilter(status=EpisodeStatus.CLOSED), set()),
        (CaseloadFilter(tags=("CBT", "never used")), {"RISEN"}),
        (CaseloadFilter(age_band=AgeBand.CHILD), {"CHILD"}),
        (CaseloadFilter(age_band=AgeBand.ADOLESCENT), set()),
        (CaseloadFilter(informant=Informant.CAREGIVER), {"CHILD"}),
        (CaseloadFilter(informant=Informant.CLIENT), {"CHILD", "FALLEN", "RISEN"}),
        (CaseloadFilter(informant=Informant.CLIENT, age_band=AgeBand.ADULT, tags=("CBT",)), {"RISEN"}),
    ],
)
def test_a_filter_lets_through_what_has_all_that_is_asked_for(mixed, chosen, expected):
    assert {row.client_label for row in mixed.caseload().rows if chosen.fits(row)} == expected


def test_among_equals_comes_first_whose_life_is_harder_and_then_the_lowest_mark(either):
    courses = {
        "higher": ((20, 20, 20), (38, 38, 35.9)),
        "lower": ((20, 20, 20), (38, 38, 34.8)),
        "harder": ((20, 17, 14.9), (38, 38, 35.9)),
    }
    for code, (ors, srs) in courses.items():
        episode = either.begin(code)
        for pair in zip(ors, srs, strict=True):
            either.session(episode, *pair)
    rows = either.caseload().rows

    assert {row.attention for row in rows} == {Attention.ALLIANCE}
    assert [row.client_label for row in rows] == ["harder", "lower", "higher"]


def test_a_sharp_fall_to_below_anything_before_stands_on_top_and_leads_whatever_the_alliance_says(either):
    """Of 9.0 to 1.8: the line of a sharp fall is five points. BACK fell as far, and not below where it began."""
    courses = {
        "alliance": ((20, 20, 20), (38, 38, 20)),
        "collapsed": ((6, 9.0, 1.8), (38, 38, 36.7)),
        "back": ((10, 18, 10), (38, 38, 36.5)),
        "just": ((20, 20, 15), (38, 38, 38)),
        "not quite": ((20, 20, 15.1), (38, 38, 38)),
    }
    for code, (ors, srs) in courses.items():
        episode = either.begin(code)
        for pair in zip(ors, srs, strict=True):
            either.session(episode, *pair)
    rows = {row.client_label: row for row in either.caseload().rows}

    fallen = [code for code, row in rows.items() if row.attention is Attention.FALLEN]
    assert fallen == ["collapsed", "just"]  # the lowest first, though "just" is reliably worse than at the start
    assert list(rows)[:2] == fallen
    assert (rows["collapsed"].reason_rule, rows["back"].reason_rule) == ("sharp_last_fall", "drop")
    supervised = supervisor.open_supervision(either.clinic, either.sue).rows
    assert [row.client_label for row in supervised[:2]] == ["collapsed", "just"]
    assert supervised[2].attention is Attention.ALLIANCE


def test_a_fall_that_was_talked_about_leads_no_more_until_the_next_session(either):
    episode = either.begin("collapsed")
    for pair in ((6, 38), (9.0, 38), (1.8, 36.7)):
        either.session(episode, *pair)
    [fall] = [one for one in either.page(episode).alerts if one.rule == "sharp_last_fall"]
    clinician.mark_alert(either.clinic, either.ann, fall.alert_id, AlertState.TALKED_ABOUT)
    [row] = either.caseload().rows
    assert row.attention is Attention.ALLIANCE
