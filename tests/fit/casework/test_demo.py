"""The demo clinic: lively, the same each time, and nobody in it is real."""

from __future__ import annotations

import io
import re
import shutil
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PdfReader

from fit.casework import Role, Settings, access, administrator, open_clinic
from fit.casework._demo_cast import CLINICIANS, CLOSED, OPEN, SPAN, cast
from fit.casework._demo_record import recorded
from fit.casework._demo_repairs import REPAIRS
from fit.casework._demo_scenes import SCENES, Moment
from fit.casework._demo_talks import demo_talks
from fit.casework.clinician import (
    export_packet,
    open_caseload,
    open_client,
    open_packet,
    open_record,
    open_repair,
    open_repair_tasks,
    open_shared_case,
    open_shared_cases,
    open_transcript,
    save_packet,
)
from fit.casework.demo import CLINIC_NAME, DAY_FILE, PASSPHRASE, demo_sign_ins, load_demo
from fit.casework.director import open_overview
from fit.casework.supervisor import open_shared_packets, open_supervised_plans, open_supervision, open_team_board
from fit.casework.views import AlertState, Attention, ConsentKind, PacketWritten, SharedKind
from fit.change import Change
from fit.errors import ConfigurationError
from fit.ratings import Ending
from fit.repair import Answer, NextStep, PlanState, check_wording
from fit.scales import AgeBand, Informant, ScaleKind
from fit.service.figure import Figure
from fit.trajectory import Track
from fit.transcripts import Level

TALK = Path(__file__).parents[3] / "fit/casework/demo_talks/06-the-watch.txt"
NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)  # a Wednesday
TODAY = NOW.date()


def at(now: datetime):
    return lambda: now


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo clinic that nobody has open; whoever uses it takes a copy."""
    folder = tmp_path_factory.mktemp("demo") / "clinic"
    load_demo(Settings(folder=folder, demo=True), clock=at(NOW))
    return folder


@pytest.fixture(scope="module")
def clinic(loaded: Path, tmp_path_factory: pytest.TempPathFactory):
    opened = open_clinic(copy_of(loaded, tmp_path_factory.mktemp("opened")), clock=at(NOW))
    yield opened
    opened.close()


def copy_of(folder: Path, where: Path) -> Settings:
    return Settings(folder=shutil.copytree(folder, where / "clinic"), demo=True)


def actor_of(clinic, sign_in_name: str):
    return access.sign_in(clinic, sign_in_name, PASSPHRASE, source="test").actor


@pytest.fixture(scope="module")
def rows(clinic):
    names = [sign.sign_in_name for sign in demo_sign_ins() if sign.role is Role.CLINICIAN]
    return {name: open_caseload(clinic, actor_of(clinic, name)).rows for name in names}


# -- seen together -----------------------------------------------------------


def test_a_couple_and_a_family_can_be_looked_at_at_the_first_desk(clinic) -> None:
    actor = actor_of(clinic, "clinician1")
    cases = {one.kind: one for one in open_shared_cases(clinic, actor)}
    assert set(cases) == {SharedKind.COUPLE, SharedKind.FAMILY}
    people = {kind: open_shared_case(clinic, actor, one.case_id).people for kind, one in cases.items()}
    bands = {kind: [one.row.age_band for one in there] for kind, there in people.items()}
    assert bands[SharedKind.COUPLE] == [AgeBand.ADULT] * 2
    assert AgeBand.ADULT in bands[SharedKind.FAMILY]
    assert set(bands[SharedKind.FAMILY]) & {AgeBand.CHILD, AgeBand.ADOLESCENT}


# -- the cast ----------------------------------------------------------------


def test_the_cast_is_the_same_for_the_same_day_and_moves_with_it() -> None:
    assert cast(TODAY) == cast(TODAY)
    moved = cast(TODAY + timedelta(weeks=1))
    assert [episode.last_on for episode in moved] == [e.last_on + timedelta(weeks=1) for e in cast(TODAY)]


@pytest.mark.parametrize("today", [TODAY, date(2026, 2, 28), date(2027, 1, 1), date(2028, 2, 29)])
def test_a_year_and_a_half_of_episodes_leads_up_to_the_day(today: date) -> None:
    episodes = cast(today)
    opened = [episode for episode in episodes if episode.closed_on is None]
    assert (len(opened), len(episodes)) == (OPEN, OPEN + CLOSED)
    assert today - SPAN - timedelta(days=2) <= episodes[0].began_on
    assert all(1 <= (today - episode.last_on).days <= 15 for episode in opened)
    assert all(episode.closed_on <= today for episode in episodes if episode.closed_on)
    assert all(rating.day.weekday() < 5 for episode in episodes for rating in episode.ratings)


def test_some_ended_unplanned_some_as_planned() -> None:
    endings = {episode.ending for episode in cast(TODAY)}
    assert endings >= {None, Ending.PLANNED, Ending.UNPLANNED}


def test_everybody_is_named_as_simulated_and_the_oldest_come_first() -> None:
    episodes = cast(TODAY)
    assert [episode.label for episode in episodes][:2] == ["Sim. 001", "Sim. 002"]
    began = [episode.began_on for episode in episodes]
    assert began == sorted(began)


def test_every_age_band_is_there_and_each_clinician_has_a_caseload() -> None:
    episodes = cast(TODAY)
    assert {episode.age_band for episode in episodes} == set(AgeBand)
    held = [sum(e.clinician == number and e.closed_on is None for e in episodes) for number in range(CLINICIANS)]
    assert held == [OPEN // CLINICIANS] * CLINICIANS


def moment(outcome: list[int | None], alliance: list[int | None], *, swings=False, caregiver=False) -> Moment:
    return Moment(
        age_band=AgeBand.ADULT,
        outcome=tuple(outcome),
        alliance=tuple(alliance),
        swings=swings,
        caregiver=caregiver,
    )


SHOWN = {
    "fresh_drop": moment([200, 200, 200], [390, 390, 330]),
    "off_track": moment([200, 210, 190, 200, 180], [380] * 5),
    "recovered": moment([190, 280], [380, 380]),
    "repaired_drop": moment([200] * 4, [390, 390, 330, 390]),
    "worse": moment([260, 190], [380, 380]),
    "high_start": moment([360, 350], [380, 380]),
    "alliance_missing": moment([200, 210, 220], [380, 380, None]),
    "outcome_missing": moment([200, 210, None], [380, 380, 380]),
    "always_forty": moment([200] * 5, [400] * 5),
    "slow_slide": moment([200] * 4, [400, 390, 380, 370]),
    "swinging": moment([200] * 6, [380] * 6, swings=True),
    "two_voices": moment([200] * 3, [380] * 3, caregiver=True),
    "only_one": moment([200], [380]),
}


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.shows.__name__)
def test_each_scene_shows_what_it_says_and_nothing_else(scene) -> None:
    fitting = {name for name, now in SHOWN.items() if scene.shows(now)}
    assert fitting == {scene.shows.__name__}


# -- in the database ---------------------------------------------------------


def test_each_clinician_signs_in_and_has_a_lively_caseload(rows) -> None:
    everything = [row for own in rows.values() for row in own]
    held = [len(own) for own in rows.values()]
    assert held == [OPEN // CLINICIANS + 1, *[OPEN // CLINICIANS] * (CLINICIANS - 1)], "one client came back"
    assert {row.attention for row in everything} >= {Attention.ALLIANCE, Attention.OFF_TRACK, Attention.NOTHING}
    assert {row.change for row in everything} >= {Change.RECOVERED, Change.DETERIORATED, Change.UNCHANGED}
    assert {row.track for row in everything} == set(Track)
    assert all(row.client_label.startswith("Sim. ") for row in everything)
    assert len({row.clinician_name for row in everything}) == CLINICIANS


def test_the_first_desk_has_tags_events_and_a_client_who_came_back(clinic, rows) -> None:
    actor = actor_of(clinic, "clinician1")
    pages = [open_client(clinic, actor, row.episode_id) for row in rows["clinician1"]]
    (back,) = (page for page in pages if page.other_episodes)
    noted = [event for page in pages for event in page.events]

    assert {tag for page in pages for tag in page.tags} == {"school", "sleep", "waiting for the group"}
    assert {event.kind for event in noted} == {"medication", "life_event", "change_of_clinician"}
    assert back.other_episodes[0].ending is Ending.PLANNED
    assert back.other_episodes[0].closed_on < back.episode.opened_on <= back.sessions[0].occurred_on
    assert [str(session.outcome) for session in back.sessions] == ["17.3", "20.4", "23.1"]


def test_the_first_desk_has_a_repair_that_worked_one_that_did_not_and_one_that_waits(clinic) -> None:
    actor, supervisor = (actor_of(clinic, name) for name in ("clinician1", "supervisor"))
    tasks = open_repair_tasks(clinic, actor)

    told = {(task.state, task.follow_up.answer, task.next_step.step) for task in tasks}
    assert told == {
        (PlanState.CHANGE_KEPT, Answer.REPAIRED, NextStep.LOOK_AND_CLOSE),
        (PlanState.CHANGE_KEPT, Answer.NOT_YET, NextStep.OTHER_DIMENSION),
        (PlanState.PLANNED, Answer.UNKNOWN, NextStep.TALK),
    }
    assert len({task.episode_id for task in tasks}) == 3
    assert open_supervised_plans(clinic, supervisor) == tasks
    failed = next(task for task in tasks if task.follow_up.answer is Answer.NOT_YET)
    page = open_repair(clinic, supervisor, failed.episode_id, plan_id=failed.plan_id)
    assert [comment.by_supervisor for comment in page.comments] == [True, False]
    assert page.note is None


def test_the_supervisor_finds_a_packet_with_a_question_about_the_repair_that_did_not_work(clinic) -> None:
    supervisor = actor_of(clinic, "supervisor")
    (shared,) = open_shared_packets(clinic, supervisor)
    page = open_packet(clinic, supervisor, shared.episode_id, packet_id=shared.packet_id)
    assert page.packet.question == next(repair.question for repair in REPAIRS if repair.question)
    assert [comment.role for comment in page.packet.comments] == ["Supervisor", "Clinician"]


def test_a_packet_of_a_demo_client_tells_no_identity_in_any_case_though_the_question_is_full_of_them(loaded, tmp_path):
    clinic = open_clinic(copy_of(loaded, tmp_path), clock=at(NOW))
    try:
        actor = actor_of(clinic, "clinician1")
        spoken = [
            row for row in open_caseload(clinic, actor).rows if sessions_with_words(clinic, actor, row.episode_id)
        ]
        assert spoken
        for row in spoken:
            session = sessions_with_words(clinic, actor, row.episode_id)[0].session_id
            facts = open_client(clinic, actor, row.episode_id).episode
            people = (facts.client_label, facts.client_code, actor.name, "Supervisor Teal")
            question = " and ".join(case(name) for name in people for case in (str, str.upper, str.lower))
            save_packet(clinic, actor, row.episode_id, session, written=PacketWritten(question=question))
            said = text_of(export_packet(clinic, actor, row.episode_id, session_id=session))
            assert "My question [" in said
            assert [name for name in people if name.casefold() in said.casefold()] == []
            assert [name for name in people if name.casefold() in question.casefold()] == [*people]
    finally:
        clinic.close()


def sessions_with_words(clinic, actor, episode: str):
    return [session for session in open_record(clinic, actor, episode).sessions if session.transcripts]


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_what_the_demo_means_to_say_is_not_defensive() -> None:
    said = [(step, words) for one in REPAIRS for step, words in one.words.items()]
    assert len(said) == 6
    assert [(words, check_wording(words, step=step).findings) for step, words in said] == [
        (words, ()) for _, words in said
    ]


def test_no_alert_or_change_is_made_up_every_number_comes_from_ratings(clinic, rows) -> None:
    actor = actor_of(clinic, "clinician1")
    page = open_client(clinic, actor, rows["clinician1"][0].episode_id)
    assert page.assessment is not None
    assert page.alerts
    assert page.can_hand_over
    assert all(rating.answers for session in page.sessions for rating in session.ratings)


def test_a_few_withdrew_their_consent(clinic, rows) -> None:
    actor = actor_of(clinic, "administrator")
    everything = [row for own in rows.values() for row in own]
    assert sum(not row.may_be_rated for row in everything) == 2
    consents = [administrator.open_consents(clinic, actor, row.episode_id) for row in everything]
    recording = [kinds.get(ConsentKind.RECORDING) for kinds in consents]
    assert recording.count(False) == 3
    assert recording.count(True) > 30
    assert recording.count(None) > 15


def transcripts(clinic):
    """Every transcript of the demo clinic with its episode's page, by clinician."""
    for sign in demo_sign_ins()[:CLINICIANS]:
        actor = actor_of(clinic, sign.sign_in_name)
        rows = (*open_caseload(clinic, actor).rows, *open_caseload(clinic, actor, closed=True).rows)
        for row in rows:
            for session in open_record(clinic, actor, row.episode_id).sessions:
                for facts in session.transcripts:
                    yield actor, open_client(clinic, actor, row.episode_id), facts


def test_at_least_twenty_sessions_are_recorded_in_several_formats_with_believable_lengths(clinic) -> None:
    found = [facts for _, _, facts in transcripts(clinic)]
    assert len(found) == len(demo_talks()) >= 20
    assert {facts.format for facts in found} == {"webvtt", "srt", "whisper_json", "teams_docx", "table_csv", "otter"}
    assert {facts.level for facts in found} == {Level.ENDS, Level.STARTS, Level.AUDIO}
    assert all(1_500 <= facts.words <= 6_000 for facts in found)
    assert {facts.imported_by for facts in found} == {sign.display_name for sign in demo_sign_ins()[:CLINICIANS]}


def test_a_talk_in_which_a_line_falls_is_a_session_in_which_it_fell(clinic) -> None:
    fell = {one.episode.label: one for one in recorded(cast(TODAY)) if one.talk.fell != "none"}
    checked = 0
    for _, page, facts in transcripts(clinic):
        if page.client_label in fell:
            now, before = (answers(page, meeting) for meeting in (facts.meeting, facts.meeting - 1))
            falls = {line: before[line].tenths - now[line].tenths for line in now}
            assert sum(falls.values()) >= 15
            assert falls[fell[page.client_label].talk.fell] == max(falls.values())
            checked += 1
    assert checked == len(fell) > 10


def answers(page, meeting):
    """The client's own session rating of that session, or of the last one before it that has one."""
    sessions = [session for session in page.sessions if session.meeting <= meeting]
    given = [rating for session in sessions for rating in session.ratings if rating.kind is ScaleKind.ALLIANCE]
    return next(rating.answers for rating in reversed(given) if rating.informant is Informant.CLIENT)


def test_a_talk_takes_the_time_that_its_words_take_and_its_silences_are_kept(clinic) -> None:
    watch = next(talk for talk in demo_talks() if talk.name == "06-the-watch")
    for one, after in pairwise(watch.turns):
        assert after.start - one.end > 0
    minutes = watch.turns[-1].end / 60_000
    assert 110 <= sum(len(turn.text.split()) for turn in watch.turns) / minutes <= 165
    silences = {after.start - one.end for one, after in pairwise(watch.turns)}
    assert {
        round(float(found) * 1_000) for found in re.findall(r"^\[([0-9.]+)\]$", TALK.read_text(), re.MULTILINE)
    } <= silences


def test_words_that_a_recogniser_was_unsure_of_are_marked_in_some(clinic) -> None:
    actor, page, facts = next(each for each in transcripts(clinic) if each[2].format == "whisper_json")
    turns = open_transcript(clinic, actor, page.episode.episode_id, facts.transcript_id).turns
    marked = sum(len(turn.doubtful) for turn in turns)
    assert 5 < marked < sum(len(turn.text.split()) for turn in turns) / 20


def test_the_supervisor_sees_three_of_the_six_and_the_director_only_numbers(clinic) -> None:
    supervision = open_supervision(clinic, actor_of(clinic, "supervisor"))
    assert [person.name for person in supervision.supervisees] == [
        "Clinician Aspen",
        "Clinician Birch",
        "Clinician Cedar",
    ]
    overview = open_overview(clinic, actor_of(clinic, "director"))
    assert (overview.open_episodes, overview.closed_episodes) == (about(OPEN + 1), about(CLOSED))


def about(count: int) -> int:
    return (count + 2) // 5 * 5


def test_loading_it_again_adds_nothing_even_days_later(loaded: Path, tmp_path: Path, rows) -> None:
    settings = copy_of(loaded, tmp_path)
    assert load_demo(settings, clock=at(NOW + timedelta(days=3))) == TODAY
    again = open_clinic(settings, clock=at(NOW))
    actor = actor_of(again, "administrator")
    assert len(administrator.list_users(again, actor)) == CLINICIANS + 3
    assert open_caseload(again, actor_of(again, "clinician1")).rows == rows["clinician1"]
    assert len(open_repair_tasks(again, actor_of(again, "clinician1"))) == 3
    assert administrator.verify_audit(again, actor).is_whole
    again.close()


def test_what_broke_off_is_completed(tmp_path: Path) -> None:
    made = Settings(folder=tmp_path / "clinic", demo=True)

    def break_off(share: float, _doing: str) -> None:
        if share > 0.8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_demo(made, clock=at(NOW), progress=break_off)
    told: list[float] = []
    load_demo(made, clock=at(NOW), progress=lambda share, _doing: told.append(share))
    assert told == sorted(told)
    assert told[-1] == 1.0
    opened = open_clinic(made, clock=at(NOW))
    overview = open_overview(opened, actor_of(opened, "director"))
    opened.close()
    assert (overview.open_episodes, overview.closed_episodes) == (about(OPEN + 1), about(CLOSED))


def test_a_clinic_of_its_own_is_left_alone(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="MENDLINE_DEMO=1"):
        load_demo(Settings(folder=tmp_path))
    with pytest.raises(ConfigurationError, match="Unset MENDLINE_DATABASE_URL"):
        load_demo(Settings(folder=tmp_path, demo=True, database_url="postgresql+psycopg://elsewhere"))
    own = Settings(folder=tmp_path / "own", demo=True)
    open_clinic(own).close()
    with pytest.raises(ConfigurationError, match="holds another clinic"):
        load_demo(own)
    assert not (own.folder / DAY_FILE).exists()


def test_names_are_roles_with_a_tree_or_colour(clinic) -> None:
    assert CLINIC_NAME.endswith("(simulated)")
    for sign in demo_sign_ins():
        assert sign.display_name.split(" ")[0].casefold() == sign.role.value
        assert actor_of(clinic, sign.sign_in_name).role is sign.role


# -- the weeks before --------------------------------------------------------


def test_what_was_found_was_found_week_by_week_and_most_was_looked_at_within_one(clinic) -> None:
    board = open_team_board(clinic, actor_of(clinic, "supervisor"))
    found = {
        alert.raised_at.date()
        for row in open_caseload(clinic, actor_of(clinic, "clinician2")).rows
        for alert in open_client(clinic, actor_of(clinic, "clinician2"), row.episode_id).alerts
    }
    assert len(found) > 4
    assert all(day == TODAY or (TODAY - day).days % 7 == 6 for day in found)
    answered = board.together.figures["alerts_answered"]
    assert isinstance(answered, Figure)
    assert answered.n > 30
    assert 0.4 < answered.value < 0.9
    assert board.together.figures["alerts_new"].value > 10


def test_nobody_looked_at_what_is_not_a_week_old(clinic) -> None:
    actor = actor_of(clinic, "clinician3")
    pages = [open_client(clinic, actor, row.episode_id) for row in open_caseload(clinic, actor).rows]
    fresh = [alert for page in pages for alert in page.alerts if TODAY - alert.raised_at.date() < timedelta(days=7)]
    by_people = {AlertState.SEEN, AlertState.TALKED_ABOUT, AlertState.CLOSED}
    assert fresh
    assert not [alert for alert in fresh if alert.state in by_people]
