"""A supervision packet: made in one action, without identities, decided place by place, shared, commented on."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from fit.casework import administrator, clinician, supervisor
from fit.casework.views import ConsentKind, PacketWritten
from fit.deidentify import Added, Choices
from fit.errors import AccessDeniedError, ConflictError, InputError, NotFoundError
from fit.repair import Dimension, KindSeen, PlanState, Step
from fit.reports.packet import ReferenceLine
from fit.scales import Score
from fit.store.ids import read_id
from fit.store.tables import Packet, columns_of
from fit.transcripts import Role

NAME = "Mara Whitfield"
SAID = (
    "My sister Agneta came, and Rose was there too.",
    "I see, Mara.",
    "To be honest this isn't helping me, and you don't listen to me.",
    "Change takes time, Mara. We said so at the clinic in March.",
    "If you say so.",
    "Write to me at mara@example.org, MW-31 is on the form.",
)
ROLES = {"Therapist": Role.CLINICIAN, "Mara W": Role.CLIENT, "Ottilie": Role.OTHER}
IDENTITIES = ("mara", "whitfield", "mw-31", "mw31", "agneta", "ottilie", "north ann", "north sue", "ann@", "mara@")
FELT = "Zephyrous dread, and I looked at the clock"


@pytest.fixture
def strained(either):
    """A client of ann's with a fall at session 2, a transcript of it, a plan with words, a private note, a talk."""
    world = either
    episode = world.begin("MW-31", display_name=NAME)
    for ors, srs in ((18, 38), (20, 33), (21, 37.5)):
        world.session(episode, ors, srs)
    agreed = {"kind": ConsentKind.TRANSCRIPT, "given_on": date(2026, 3, 2)}
    clinician.record_consent(world.clinic, world.ann, episode, **agreed)
    session = next(row.session_id for row in world.page(episode).sessions if row.meeting == 2)
    clinician.import_transcript(
        world.clinic, world.ann, episode, session_id=session, content=spoken(SAID), roles=ROLES, ending=".txt"
    )
    return episode, session


def spoken(said):
    lines = [f"{('Mara W', 'Therapist')[place % 2]}: {text}" for place, text in enumerate(said)]
    return "\n".join([*lines, "Ottilie: May I come in?"]).encode()


def plan_of(world, strained, *, talk=True):
    episode, session = strained
    place = (world.clinic, world.ann)
    reading = {"kind": KindSeen.CONFRONTATION, "dimension": Dimension.RELATIONAL_BREACH}
    plan = clinician.save_reading(*place, episode, session, **reading)
    clinician.save_words(*place, plan.plan_id, step=Step.VALIDATE, words="Thank you for saying so, Mara.")
    clinician.save_private_note(*place, plan.plan_id, felt=FELT, tells="Zephyrous hurry")
    clinician.share_private_note(*place, plan.plan_id, shared=True, version=1)
    plan = clinician.make_plan(*place, plan.plan_id, version=plan.version, check_by="The line on the relation")
    if talk:
        clinician.record_talk(
            *place, plan.plan_id, version=plan.version, happened="I asked Mara what I had missed.",
            client_said="Nobody asks me that.", agreed_change="first how it was",
        )  # fmt: skip
    return plan.plan_id


def opened(world, strained, who=None, **named):
    episode, session = strained
    return clinician.open_packet(world.clinic, who or world.ann, episode, **(named or {"session_id": session}))


def saved(world, strained, *, plan=None, version=0, **written):
    episode, session = strained
    what = PacketWritten(**written)
    return clinician.save_packet(world.clinic, world.ann, episode, session, plan_id=plan, written=what, version=version)


def shared(world, strained, **written):
    one = saved(world, strained, **written)
    return clinician.share_packet(world.clinic, world.ann, one.packet_id, shared=True, version=one.version)


def pdf_text(world, strained, **named):
    episode, session = strained
    pdf = clinician.export_packet(world.clinic, world.ann, episode, **(named or {"session_id": session}))
    reader = PdfReader(io.BytesIO(pdf))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split()), pdf


def texts(page):
    return " ".join(one.text for one in page.packet.texts())


def leaks(said):
    low = said.casefold()
    return [one for one in IDENTITIES if one in low or one.replace(" ", "") in re.sub(r"\s", "", low)]


# one action


def test_one_action_gives_a_file_without_identities_though_nothing_was_saved(either, strained):
    plan = plan_of(either, strained)
    said, pdf = pdf_text(either, strained, plan_id=plan)
    assert leaks(said) == []
    assert leaks(pdf.decode("latin-1")) == []
    assert "To be honest this isn't helping me" in said
    assert "Thank you for saying so, [Client]." in said
    assert "I asked [Client] what I had missed." in said
    assert "[Code" in said or "MW" not in said


def test_the_graph_comes_first_then_the_alert_the_question_what_was_said_and_the_plan(either, strained):
    plan = plan_of(either, strained)
    clinician.comment_on_plan(either.clinic, either.sue, plan, "And before that?")
    saved(either, strained, plan=plan, question="Why do I hurry?")
    said, _ = pdf_text(either, strained, plan_id=plan)
    order = (
        "The course", "Why session 2", "My question Why do I hurry?", "What was said, 1", "How I read it",
        "What I want to say", "Plan", "After the talk", "What the next ratings say", "Comments Supervisor",
        "What was replaced",
    )  # fmt: skip
    places = [said.index(one) for one in order]
    assert places == sorted(places)


def test_the_numbers_are_those_of_the_engine(either, strained):
    page = opened(either, strained)
    outcome, alliance = page.packet.courses
    assert [(point.meeting, point.total) for point in alliance.points] == [
        (1, Score(380)), (2, Score(330)), (3, Score(375)),
    ]  # fmt: skip
    assert (outcome.name, outcome.cutoff, outcome.highest) == ("ORS", Score(250), Score(400))
    assert alliance.cutoff == Score(360)
    assert outcome.verdict.startswith("No clear change yet: 3.0 points better since the first rating (18.0 to 21.0)")
    assert alliance.verdict == "37.5 at the last rated session; the line is 36.0."
    assert page.packet.alert.meeting == 2
    assert page.packet.alert.formula


def test_without_dips_plans_or_transcripts_there_is_a_packet_all_the_same(either):
    episode = either.begin("C-9")
    either.session(episode, 22, 38)
    session = either.page(episode).sessions[0].session_id
    page = opened(either, (episode, session))
    assert (page.plan_id, page.packet_id, page.version, page.packet.excerpts) == (None, None, 0, ())
    assert page.packet.alert is None
    assert page.packet.courses[0].verdict == "Too early to say: two ratings are needed to see a change."
    assert page.has_record is False
    assert "My question Not written yet." in pdf_text(either, (episode, session))[0]


def test_the_own_usual_level_is_drawn_once_it_is_known(world):
    episode = world.begin("C-8")
    for srs in (37, 38, 37.5, 38.5, 34):
        world.session(episode, 20, srs)
    session = world.page(episode).sessions[-1].session_id
    one = opened(world, (episode, session))
    level = one.assessment.own_levels[-1]
    assert one.packet.courses[1].lines == (ReferenceLine(name="own usual level", at=Score(round(level.mean * 10))),)


@pytest.mark.parametrize("named", [{}, {"session_id": "x", "plan_id": "y"}])
def test_exactly_one_of_session_and_plan_is_named(either, strained, named):
    with pytest.raises(InputError, match="one of the three"):
        clinician.open_packet(either.clinic, either.ann, strained[0], **named)


# what never goes in


def test_the_private_note_never_goes_in_even_when_it_is_shared_with_the_supervisor(either, strained):
    plan = plan_of(either, strained)
    one = shared(either, strained, plan=plan, question="What do I miss?")
    assert clinician.open_repair(either.clinic, either.sue, strained[0], plan_id=plan).note.felt == FELT
    pages = (opened(either, strained), opened(either, strained, either.sue, packet_id=one.packet_id))
    for said in (*map(str, pages), pdf_text(either, strained)[0]):
        assert "zephyrous" not in said.casefold()


def test_what_was_replaced_is_for_the_clinicians_eyes_alone(either, strained):
    one = shared(either, strained, question="What do I miss with Mara?")
    page = opened(either, strained, either.sue, packet_id=one.packet_id)
    assert page.packet.question == "What do I miss with [Client]?"
    assert (page.client_label, page.replacements, page.excerpts, page.warnings) == ("", (), (), ())
    assert page.written == PacketWritten()
    assert page.can_write is False
    assert leaks(texts(page)) == []


# decisions


def by_words(page, words):
    return [one for one in page.replacements if one.words.casefold() == words.casefold()]


def test_every_replacement_tells_where_it_stands_and_why(either, strained):
    page = opened(either, strained)
    one = next(one for one in by_words(page, "Agneta") if "turn" in one.where)
    assert (one.label.startswith("[Person"), one.is_made, one.is_doubtful) == (True, True, False)
    assert one.before.endswith("My sister ")
    assert one.after.startswith(" came")
    assert one.why
    assert {row.label for row in by_words(page, "Mara")} == {"[Client]"}


def test_a_replacement_is_undone_and_words_are_added_and_both_are_kept(either, strained):
    agneta = by_words(opened(either, strained), "Agneta")
    assert agneta
    decided = Choices(
        added=(Added(words="on the form", label="a paper"),), undone=frozenset(one.replacement_id for one in agneta)
    )
    saved(either, strained, choices=decided)
    page = opened(either, strained)
    said = texts(page)
    assert "My sister Agneta came" in said
    assert "[a paper]" in said
    assert "on the form" not in said
    assert page.written.choices == decided
    assert page.added == (1,)
    assert not any(one.is_made for one in by_words(page, "Agneta"))
    assert page.warnings == ()


def test_leaving_a_known_name_in_is_warned_of(either, strained):
    mara = frozenset(one.replacement_id for one in by_words(opened(either, strained), "Mara"))
    saved(either, strained, choices=Choices(undone=mara))
    page = opened(either, strained)
    assert len(page.warnings) == 1
    assert "\u201cMara\u201d is a name that the clinic\u2019s data knows" in page.warnings[0]


def test_a_doubtful_word_stays_until_it_is_accepted(either):
    episode = either.begin("C-7", display_name="Rose Alder")
    either.session(episode, 20, 34)
    place = (episode, either.page(episode).sessions[0].session_id)
    saved(either, place, question="Rose again, and what then?")
    doubt = next(one for one in opened(either, place).replacements if one.is_doubtful)
    assert (doubt.words, doubt.is_made) == ("Rose", False)
    saved(either, place, question="Rose again, and what then?", version=1,
          choices=Choices(also=frozenset({doubt.replacement_id})))  # fmt: skip
    page = opened(either, place)
    assert page.packet.question == "[Client] again, and what then?"
    assert [(one.words, one.is_made, one.is_doubtful) for one in page.replacements] == [("Rose", True, True)]


def test_excerpts_and_memory_are_chosen(either, strained):
    episode, session = strained
    reading = clinician.open_reading(either.clinic, either.ann, episode, session)
    first = reading.excerpts[0]
    clinician.show_excerpt(
        either.clinic, either.ann, episode, reading.facts.transcript_id, first.turn, remembered="Mara looked away."
    )
    whole = opened(either, strained)
    assert whole.packet.excerpts[0].memory == "[Client] looked away."
    assert [one.included for one in whole.excerpts] == [True] * len(whole.excerpts)
    assert whole.excerpts[0].has_memory
    saved(either, strained, with_memory=False)
    assert opened(either, strained).packet.excerpts[0].memory == ""
    saved(either, strained, excerpts=(), version=1)
    without = opened(either, strained)
    assert without.packet.excerpts == ()
    assert [one.included for one in without.excerpts] == [False] * len(whole.excerpts)


def test_two_devices_do_not_write_over_each_other(either, strained):
    saved(either, strained, question="first")
    with pytest.raises(ConflictError, match="Somebody changed this meanwhile"):
        saved(either, strained, question="second")
    saved(either, strained, question="second", version=1)
    assert opened(either, strained).written.question == "second"


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ({"question": "x" * 4_001}, "Keep it to 4000"),
        ({"choices": Choices(added=(Added(words="x" * 201, label="y"),))}, "at most 200"),
        ({"choices": Choices(added=tuple(Added(words=f"w{n}", label="y") for n in range(101)))}, "Keep to 100"),
        ({"choices": Choices(also=frozenset(map(str, range(5_001))))}, "more than anybody reads"),
    ],
)
def test_what_is_too_much_is_refused(world, written, why):
    episode = world.begin("C-6")
    world.session(episode, 20, 38)
    place = (episode, world.page(episode).sessions[0].session_id)
    with pytest.raises(InputError, match=why):
        saved(world, place, **written)


def test_a_packet_saved_before_there_was_a_plan_becomes_the_plans(either, strained):
    before = saved(either, strained, question="What happened?")
    plan = plan_of(either, strained)
    page = opened(either, strained, plan_id=plan)
    assert (page.packet_id, page.written.question, page.plan_id) == (before.packet_id, "What happened?", plan)
    saved(either, strained, plan=plan, question="And now?", version=1)
    assert opened(either, strained).written.question == "And now?"
    with either.clinic.store.read() as connection:
        rows = connection.execute(select(columns_of(Packet))).all()
    assert [row.plan_id for row in rows] == [read_id(plan)]


def test_a_plan_of_another_session_is_not_found(either, strained):
    plan = plan_of(either, strained)
    episode, _ = strained
    first = next(row.session_id for row in either.page(episode).sessions if row.meeting == 1)
    with pytest.raises(NotFoundError, match="no such plan"):
        saved(either, (episode, first), plan=plan)


# the supervisor


def test_a_supervisor_sees_it_once_it_is_shared_and_the_newest_first(either, strained):
    one = saved(either, strained, question="What do I miss?")
    for named in ({"packet_id": one.packet_id}, {"session_id": strained[1]}):
        with pytest.raises(NotFoundError, match="no such packet"):
            opened(either, strained, either.sue, **named)
    assert supervisor.open_shared_packets(either.clinic, either.sue) == ()
    clinician.share_packet(either.clinic, either.ann, one.packet_id, shared=True, version=1)
    either.clock.forward(hours=1)
    other = either.begin("C-5")
    either.session(other, 22, 38)
    second = shared(either, (other, either.page(other).sessions[0].session_id))
    rows = supervisor.open_shared_packets(either.clinic, either.sue)
    assert [row.packet_id for row in rows] == [second.packet_id, one.packet_id]
    assert [(row.clinician_name, row.meeting, row.has_question) for row in rows] == [
        ("North ann", 1, False), ("North ann", 2, True),
    ]  # fmt: skip
    assert NAME not in str(rows)


def test_it_can_be_taken_back(either, strained):
    one = shared(either, strained)
    clinician.share_packet(either.clinic, either.ann, one.packet_id, shared=False, version=one.version)
    with pytest.raises(NotFoundError):
        opened(either, strained, either.sue, packet_id=one.packet_id)
    assert supervisor.open_shared_packets(either.clinic, either.sue) == ()


def test_a_memory_written_after_sharing_is_not_seen_until_it_is_shared_again(either, strained):
    episode, session = strained
    one = shared(either, strained)
    either.clock.forward(minutes=1)
    reading = clinician.open_reading(either.clinic, either.ann, episode, session)
    clinician.show_excerpt(
        either.clinic, either.ann, episode, reading.facts.transcript_id, reading.excerpts[0].turn,
        remembered="I was short with her.",
    )  # fmt: skip
    assert "short with her" not in texts(opened(either, strained, either.sue, packet_id=one.packet_id))
    assert "short with her" in texts(opened(either, strained))
    again = clinician.share_packet(either.clinic, either.ann, one.packet_id, shared=True, version=one.version)
    assert "short with her" in texts(opened(either, strained, either.sue, packet_id=again.packet_id))


def test_comments_come_back_to_the_plan_without_anybodys_name(either, strained):
    plan = plan_of(either, strained)
    one = shared(either, strained, plan=plan)
    page = opened(either, strained, either.sue, packet_id=one.packet_id)
    clinician.comment_on_plan(either.clinic, either.sue, page.plan_id, "Where does North sue hear Mara hurry?")
    said = [
        comment.said for comment in clinician.open_repair(either.clinic, either.ann, strained[0], plan_id=plan).comments
    ]
    assert said == ["Where does North sue hear Mara hurry?"]
    (comment,) = opened(either, strained).packet.comments
    assert (comment.role, comment.text) == ("Supervisor", "Where does [Supervisor] hear [Client] hurry?")


def test_a_supervisor_cannot_take_a_supervisees_packet_out(either, strained):
    shared(either, strained)
    with pytest.raises(AccessDeniedError):
        clinician.export_packet(either.clinic, either.sue, strained[0], session_id=strained[1])


def test_what_a_predecessor_shared_is_not_shared_by_who_follows(either, strained):
    one = shared(either, strained, question="What do I miss?")
    administrator.add_supervision(either.clinic, either.admin, either.sue.user_id, either.ben.user_id)
    administrator.assign_episode(either.clinic, either.admin, strained[0], either.ben.user_id)
    assert supervisor.open_shared_packets(either.clinic, either.sue) == ()
    with pytest.raises(NotFoundError):
        opened(either, strained, either.sue, packet_id=one.packet_id)
    clinician.save_packet(
        either.clinic, either.ben, *strained, written=PacketWritten(question="Mine"), version=one.version
    )
    assert supervisor.open_shared_packets(either.clinic, either.sue) == ()
    assert opened(either, strained, either.ben).shared_at is None


# what is kept


def test_every_export_is_audited_and_no_word_stands_in_the_audit(either, strained):
    before = len(either.actions())
    for _ in range(2):
        pdf_text(either, strained)
    assert either.actions()[before:].count("export_packet") == 2
    rows = administrator.open_audit(either.clinic, either.admin)
    assert "Mara" not in str([row.subject_id for row in rows])


def test_withdrawn_consent_takes_what_was_said_out_of_the_packet_and_leaves_the_rest(either, strained):
    episode, _ = strained
    page = opened(either, strained)
    undone = frozenset(one.replacement_id for one in by_words(page, "Agneta"))
    one = shared(either, strained, question="Why?", excerpts=(page.excerpts[0].turn,), choices=Choices(undone=undone))
    clinician.withdraw_consent(
        either.clinic, either.ann, episode, kind=ConsentKind.TRANSCRIPT, withdrawn_on=date(2026, 3, 30)
    )
    for who in (either.ann, either.sue):
        left = opened(either, strained, who, packet_id=one.packet_id)
        assert (left.packet.excerpts, left.packet.question) == ((), "Why?")
    with either.clinic.store.read() as connection:
        kept = str(connection.execute(select(columns_of(Packet))).all()).casefold()
    assert not [word for word in ("agneta", "helping", "listen", "mara") if word in kept]


def test_a_plan_that_was_set_aside_and_begun_anew_has_a_packet_of_its_own(either, strained):
    plan = plan_of(either, strained, talk=False)
    saved(either, strained, plan=plan, question="The first time")
    clinician.set_plan_state(either.clinic, either.ann, plan, PlanState.SET_ASIDE, version=2, reason="another reading")
    again = clinician.save_reading(
        either.clinic, either.ann, *strained, kind=KindSeen.BOTH, dimension=Dimension.NOT_SURE
    ).plan_id
    assert opened(either, strained).written.question == ""
    saved(either, strained, plan=again, question="The second time")
    assert opened(either, strained, plan_id=plan).written.question == "The first time"
    assert opened(either, strained, plan_id=again).written.question == "The second time"
