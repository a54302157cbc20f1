from __future__ import annotations

from datetime import date

import pytest

from dashboard import words
from dashboard.charts.palette import DARK, LIGHT
from dashboard.row_sentences import REASONS, row_look, row_reason, row_waits
from dashboard.sentences import alliance_look, change_look, change_sentence, last_seen, signed, track_sentence
from fit.alerts import rules
from fit.casework.actor import Role
from fit.casework.views import AlertState, Attention, CaseloadRow, EventKind, RatingStatus
from fit.change import Change
from fit.policies import Severity
from fit.ratings import Ending, Mode
from fit.scales import AgeBand, Informant, ScaleKind, Score
from fit.trajectory import Track
from tests.dashboard.courses import course

TABLES = [
    (words.CHANGE, Change),
    (words.CHANGE_FOR_CLIENT, Change),
    (words.TRACK, Track),
    (words.TRACK_FOR_CLIENT, Track),
    (words.SEVERITY, Severity),
    (words.ATTENTION, Attention),
    (words.ALERT_STATE, AlertState),
    (words.RATING_STATUS, RatingStatus),
    (words.AGE_BAND, AgeBand),
    (words.INFORMANT, Informant),
    (words.MODE, Mode),
    (words.ENDING, Ending),
    (words.EVENT, EventKind),
    (words.KIND, ScaleKind),
    (words.ROLE, Role),
]
LOOKS = [look for table in (words.CHANGE, words.TRACK, words.SEVERITY, words.ATTENTION) for look in table.values()]


def row(**changed):
    facts = {
        "episode_id": "e",
        "client_label": "C-1",
        "clinician_name": "Clinician One",
        "age_band": AgeBand.ADULT,
        "sessions": 4,
        "last_session_on": date(2026, 3, 5),
        "days_since": 2,
        "outcome_title": "ORS",
        "alliance_title": "SRS",
        "outcome_latest": Score.of("15.0"),
        "alliance_latest": Score.of("34.8"),
        "outcome_history": (Score.of("18.2"), Score.of("15.0")),
        "alliance_history": (Score.of("38.0"), None, Score.of("34.8")),
        "intake": Score.of("18.2"),
        "gain": Score.of("-3.2"),
        "change": Change.UNCHANGED,
        "track": Track.RED,
        "attention": Attention.ALLIANCE,
        "reason_rule": "drop",
        "reasons": ("drop",),
        "open_alerts": 1,
        "waiting_alerts": 1,
        "may_be_rated": True,
    }
    return CaseloadRow(**(facts | changed))


@pytest.mark.parametrize(("table", "members"), TABLES)
def test_every_verdict_has_its_words(table, members):
    assert set(table) == set(members)
    assert all(said.word if isinstance(said, words.Look) else said for said in table.values())


def test_every_rule_has_a_reason_in_words_and_no_reason_is_without_a_rule():
    assert set(REASONS) == {rule.id for rule in rules()}


@pytest.mark.parametrize("rule", sorted(REASONS))
def test_a_reason_is_one_sentence_also_when_little_is_known(rule):
    little = row(
        reason_rule=rule, outcome_latest=None, alliance_latest=None, outcome_history=(), alliance_history=(), gain=None
    )

    for one in (row(reason_rule=rule), little):
        said = row_reason(one)
        assert said[0].isupper()
        assert said.endswith((".", "?"))
        assert "None" not in said


def test_a_fall_says_its_points_over_a_missing_rating():
    calm = row(reason_rule="drop", track=Track.GREEN)
    assert row_reason(calm) == "The session rating fell since the last one, by 3.2 points to 34.8."


def test_beside_the_alliance_a_harder_life_is_not_missed():
    fell = "The session rating fell since the last one, by 3.2 points to 34.8."
    lost = row(change=Change.DETERIORATED, gain=Score.of("-5.1"), outcome_latest=Score.of("14.9"))
    assert row_reason(lost) == f"{fell} The ORS (14.9) has fallen 5.1 points since the start."
    assert row_reason(row()) == f"{fell} The ORS (15.0) is well below what is expected by now."


def test_a_fall_that_was_made_up_for_is_not_said_as_todays():
    scores = (Score.of("34.8"), Score.of("38.0"))
    healed = row(reason_rule="drop", alliance_history=scores, alliance_latest=scores[-1], track=Track.GREEN)

    assert (
        row_reason(healed) == "The session rating fell since the last one, not yet talked about; the last SRS is 38.0."
    )


def test_no_words_blame_anybody():
    shaming = {"fail", "bad", "poor", "worst", "wrong", "harm", "non-compliant", "resist", "dropout"}
    said = " ".join(look.word.lower() for look in LOOKS) + " ".join(
        row_reason(row(reason_rule=rule)) for rule in REASONS
    )

    assert not {word for word in shaming if word in said.lower()}


def test_a_client_reads_no_number():
    for said in (*words.CHANGE_FOR_CLIENT.values(), *words.TRACK_FOR_CLIENT.values()):
        assert not any(letter.isdigit() for letter in said)


@pytest.mark.parametrize("table", [words.CHANGE, words.TRACK, words.SEVERITY])
def test_statuses_of_one_table_differ_in_word_and_those_of_one_tone_in_shape(table):
    assert len({look.word for look in table.values()}) == len(table)
    good = {look.shape for look in table.values() if look.tone == words.Tone.GOOD}
    act = {look.shape for look in table.values() if look.tone == words.Tone.ACT}
    assert not good & act


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_tone_has_a_colour_that_can_be_read_on_its_ground(palette):
    assert set(palette.tones) == set(words.Tone)
    for colour in (*palette.tones.values(), palette.ink, palette.muted, palette.outcome, palette.alliance):
        assert contrast(colour, palette.ground) >= 4.5


def test_a_quiet_row_shows_how_it_goes():
    quiet = row(attention=Attention.NOTHING, reason_rule=None, gain=Score.of("6.4"), change=Change.IMPROVED)

    assert row_look(quiet) is words.CHANGE["improved"]
    assert row_reason(quiet) == "+6.4 points since the first ORS."


def test_a_row_without_recent_rating_says_so():
    silent = row(attention=Attention.NO_RATING, reason_rule=None, days_since=30)

    assert "30 days ago" in row_reason(silent)


@pytest.mark.parametrize(
    ("days", "said"), [(None, "no session yet"), (0, "today"), (1, "yesterday"), (9, "9 days ago")]
)
def test_days_are_said_as_people_say_them(days, said):
    assert last_seen(days) == said


@pytest.mark.parametrize(("points", "said"), [("6.4", "+6.4"), ("-3.2", "\u22123.2"), ("0.0", "0.0")])
def test_a_change_has_its_sign(points, said):
    assert signed(Score.of(points)) == said


def test_change_beyond_the_line_is_more_than_chance_and_at_the_line_too():
    below, at = course([18.2, 23.1], [38.0, 38.0]), course([18.2, 23.2], [38.0, 38.0])

    assert "may still be chance" in change_sentence(below)
    assert "more than chance" in change_sentence(at)


def test_without_a_second_rating_nothing_is_said_of_change_or_path():
    one = course([18.2], [38.0])

    assert change_sentence(one) == "Two outcome ratings are needed to see a change."
    assert "From the second rating on" in track_sentence(one)


@pytest.mark.parametrize(
    ("alliance", "key"),
    [([38.0, 38.1], "steady"), ([38.0, 36.5], "ask"), ([38.0, 35.9], "ask"), ([None, None], "unknown")],
)
def test_the_alliance_asks_for_a_word_after_a_fall_or_a_low_rating(alliance, key):
    assert alliance_look(course([18.0, 19.0], alliance)) is words.ALLIANCE[key]


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_fall_to_below_anything_before_is_said_first_and_not_called_chance():
    fallen, risen = course([6.0, 9.0, 1.8], [38.0] * 3), course([6.0, 14.0, 8.0], [38.0] * 3)

    assert change_sentence(fallen).startswith("Fell 7.2 points since the last rating, to 1.8: the lowest so far.")
    assert "chance" not in change_sentence(fallen)
    assert change_look(fallen).word == "Fallen to the lowest so far"
    assert "may still be chance" in change_sentence(risen)  # a sharp fall, and above where it began
    assert change_look(risen).word == "No clear change yet"


def test_the_reason_of_a_collapse_says_from_where_to_where():
    one = row(
        attention=Attention.FALLEN,
        reason_rule="sharp_last_fall",
        outcome_latest=Score.of("1.8"),
        outcome_history=(Score.of("6.0"), Score.of("9.0"), Score.of("1.8")),
    )
    assert row_reason(one) == "A sharp fall since the last rating: the ORS fell 7.2 points to 1.8, the lowest so far."
    assert row_look(one).word == "Fallen to the lowest so far"


@pytest.mark.parametrize(
    ("rule", "word"),
    [
        ("no_reliable_gain", "Not moving up"),
        ("deterioration", "Below the best so far"),
        ("sharp_last_fall", "A sharp fall"),
        ("low_item", "Keep an eye on the alliance"),
        ("falling", "Keep an eye on the alliance"),
    ],
)
def test_the_heading_over_a_row_is_that_of_its_reason(rule, word):
    assert row_look(row(attention=Attention.FALLING, reason_rule=rule)).word == word


def test_a_fall_is_never_headed_not_moving_up_whichever_severity_a_policy_gives_it():
    falls = ("sharp_last_fall", "deterioration", "loss_since_intake", "sudden_loss")
    for attention in (Attention.FALLING, Attention.OFF_TRACK):
        heads = {row_look(row(attention=attention, reason_rule=rule)).word for rule in falls}
        assert heads == {"A sharp fall", "Below the best so far", "Lower than at the start", "A sudden loss"}


def test_the_reason_below_the_best_speaks_of_the_best():
    below = {"attention": Attention.FALLING, "reason_rule": "deterioration"}
    assert row_reason(row(**below, gain=Score.of("2.0"))) == (
        "Life is reliably below the best so far; the last ORS is 15.0."
    )
    assert row_reason(row(**below)) == (
        "Life is reliably below the best so far; the ORS (15.0) is 3.2 points below the first rating too."
    )


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_a_reason_begins_with_the_words_of_the_clients_page(rule):
    assert row_reason(row(reason_rule=rule.id)).startswith(rule.title)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("sharp_last_fall", "A sharp fall since the last rating, at an earlier session; the last ORS is 15.0."),
        ("drop", "The session rating fell since the last one, not yet talked about; the last SRS is 34.8."),
    ],
)
def test_a_later_smaller_fall_is_not_told_as_the_fall_that_raised_an_alert(rule, said):
    """The last ORS lies 3.2 below the one before, the last SRS too: neither is what was found at an earlier session."""
    left = row(attention=Attention.FALLING, reason_rule=rule, reason_is_newest=False)
    assert row_reason(left) == said


def test_where_a_reliable_loss_leads_the_alliance_is_not_missed():
    one = row(reason_rule="loss_since_intake", gain=Score.of("-5.1"), outcome_latest=Score.of("14.9"))
    assert row_look(one).word == "Lower than at the start"
    assert row_reason(one) == (
        "Life is reliably worse than at the start: the ORS is 5.1 points below the first rating, at 14.9. "
        "Ask about the alliance too: the last SRS is 34.8."
    )


def test_a_collapse_that_is_reliably_worse_than_at_the_start_is_headed_by_that():
    one = row(attention=Attention.FALLEN, reason_rule="loss_since_intake", gain=Score.of("-5.0"))
    assert row_look(one).word == "Lower than at the start"


@pytest.mark.parametrize(
    ("since", "said"),
    [
        (None, ""),
        (date(2026, 3, 2), ""),
        (date(2026, 3, 1), "Not opened for 7 days, since 1 Mar 2026"),
        (date(2026, 2, 28), "Not opened for 8 days, since 28 Feb 2026"),
    ],
)
def test_only_what_has_waited_for_a_week_is_said_to_wait(since, said):
    assert row_waits(row(waits_since=since), date(2026, 3, 8)) == said
