"""A clinic in which every word that anybody can type or send is an attack, sent through the use cases."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Final

from fit.casework import Actor, Role, Settings, access, administrator, clinician, open_clinic
from fit.casework.views import (
    CaseloadFilter,
    ConsentKind,
    EventKind,
    FormulationSection,
    GoalState,
    NoteWords,
    PacketWritten,
    SharedKind,
    Way,
)
from fit.ratings import Ending
from fit.repair import Dimension, KindSeen, Step
from fit.scales import AgeBand, scale
from tests.dashboard.serving.small_clinic import PASSPHRASE, Person
from tests.fit.casework.asked import report_that_is_made
from tests.fit.casework.sounds import recorded
from tests.fit.casework.talks import vtt
from tests.fit.casework.world import Clock, World

if TYPE_CHECKING:
    from pathlib import Path

    from fit.casework import Clinic

MARK = "Zz9"
"""Stands in every hostile text, so that it is found wherever it is shown."""

NAME = f'*{MARK}*[l](http://x.example):red[r]$x$`c` :smile:<img src=x onerror="__hit=1">'
"""What fits into a name: emphasis, a link, a colour, mathematics, code, a sign by name, markup that runs a script."""

CODE = f"=*{MARK}*[l](http://x.example)<b>:red[r]"
TAG = f"*{MARK}*<i>[l](//x.e)"
WORDS = (
    f"# {MARK} *b* ![i](http://x.example/i.png) [l](javascript:window.__hit=1) <script>window.__hit=1</script>"
    '<img src="http://x.example/j.png" onerror="window.__hit=1"> :material/delete: :red[r] $x$ <b>b</b> '
    '<a href="http://x.example">a</a> <para><font size=60>f</font> &amp; www.x.example \u202eesrever'
)
SHORT = f'*{MARK}* [l](http://x.example) :red[r] $x$ <img src=x onerror="__hit=1"> <b>b</b> \u202ed'
DAY = MARCH = date(2026, 3, 1)

PEOPLE = {
    "ann": Person(name=f"{NAME} A", role=Role.CLINICIAN, sign_in_name="h.ann"),
    "sue": Person(name=f"{NAME} S", role=Role.SUPERVISOR, sign_in_name="h.sue"),
    "dan": Person(name=f"{NAME} D", role=Role.DIRECTOR, sign_in_name="h.dan"),
    "admin": Person(name=f"{NAME} O", role=Role.ADMINISTRATOR, sign_in_name="h.admin"),
}


TURNS: Final = "\u202e"
"""Turns letters around: a printed form refuses it, in words."""


def write_hostile_packs(folder: Path) -> None:
    """Write wording packs, of scales that are free to use, in which every text is an attack."""
    folder.mkdir()
    for scale_id, turns in (("phq9", ""), ("gad7", TURNS)):
        one, said = scale(scale_id), json.dumps(WORDS.replace(TURNS, turns))
        short = json.dumps(SHORT.replace(TURNS, turns))
        asked = {f"items.{item.id}": f"prompt = {short}" for item in one.items}
        tables = "".join(f"[{name}]\n{line}\n" for name, line in asked.items())
        choices = ", ".join([short] * len(one.items[0].choices))
        head = f'scale = "{scale_id}"\nlanguage = "en"\ncopyright = {said}\nintro = {said}\ntitle = {short}\n'
        (folder / f"{scale_id}.en.toml").write_text(f"{head}choices = [{choices}]\n{tables}", "utf-8")


def make_hostile_clinic(folder: Path) -> dict[str, str]:
    """Make it; returns what a page may be asked about, by the name in an address."""
    clinic = open_clinic(Settings(folder=folder, keep_recordings=True), clock=Clock())
    try:
        asked, actors = _made(clinic)
    finally:
        clinic.close()
    clinic = open_clinic(Settings(folder=folder))  # a report of a clock that stands in spring is let go of by now
    try:
        return asked | {"report": report_that_is_made(World(clinic, clinic.clock, actors), actors["dan"], MARCH)}
    finally:
        clinic.close()


def _made(clinic: Clinic) -> tuple[dict[str, str], dict[str, Actor]]:
    actors = _people(clinic)
    world = World(clinic, clinic.clock, actors)
    ann, admin = actors["ann"], actors["admin"]
    episode = clinician.begin_episode(clinic, ann, code=CODE, display_name=NAME, age_band=AgeBand.ADULT)
    for kind in ConsentKind:
        administrator.record_consent(clinic, admin, episode, kind=kind, given_on=DAY)
    for ors, srs in ((20, 38), (15, 35), (11, 24)):
        clinician.start_session(clinic, ann, episode)
        world.rate(episode, "ors", ors)
        world.rate(episode, "srs", srs)
        clinic.clock.forward(weeks=1)
    page = clinician.open_client(clinic, ann, episode)
    session, strained = page.sessions[0].session_id, page.sessions[2].session_id
    asked = {"episode": episode, "session": strained, "person": ann.user_id, "clinician": ann.user_id, "scale": "ors"}
    access.set_pin(clinic, ann, "2468", passphrase=PASSPHRASE)
    _around_the_client(clinic, ann, episode, page)
    asked["transcript"] = _talk(clinic, ann, episode, session)
    _talk(clinic, ann, episode, strained)
    asked["plan"] = _repair(clinic, ann, actors["sue"], episode, strained)
    _written(clinic, ann, actors["sue"], episode, strained)
    asked["ended"] = _ended(clinic, ann, admin)
    asked["second"] = _second(clinic, ann, admin)
    asked["case"] = _together(clinic, ann, actors["sue"], episode, asked["second"])
    asked["recording"] = recorded(clinic, ann, episode, session, WORDS)
    return asked, actors


def _people(clinic: Clinic) -> dict[str, Actor]:
    first = PEOPLE["admin"]
    admin = administrator.create_clinic(
        clinic, name=NAME, sign_in_name=first.sign_in_name, display_name=first.name, passphrase=PASSPHRASE
    )
    actors = {"admin": admin}
    for name, person in PEOPLE.items():
        if name != "admin":
            row = administrator.add_user(
                clinic,
                admin,
                sign_in_name=person.sign_in_name,
                display_name=person.name,
                role=person.role,
                passphrase=PASSPHRASE,
                team=NAME[:60],
            )
            actors[name] = Actor(user_id=row.user_id, clinic_id=admin.clinic_id, role=person.role, name=person.name)
    administrator.add_supervision(clinic, admin, actors["sue"].user_id, actors["ann"].user_id)
    return actors


def _written(clinic: Clinic, ann: Actor, sue: Actor, episode: str, session: str) -> None:
    """A note with a history, and statements on every kind of evidence, by both who may write them."""
    for based_on, words in enumerate((WORDS, SHORT)):
        note = NoteWords(talked_about=words, observed=words, assessment=words, plan=words)
        clinician.save_note(clinic, ann, episode, session, words=note, based_on=based_on)
    for row in clinician.open_formulation(clinic, ann, episode).choices:
        kept = {"section": FormulationSection.HYPOTHESES, "words": f"{SHORT} {row.ref.kind}", "evidence": row.ref}
        saved = clinician.save_statement(clinic, ann, episode, **kept)  # type: ignore[arg-type]
        kept |= {"words": SHORT, "statement_id": saved.statement_id, "based_on": saved.version}
        saved = clinician.save_statement(clinic, sue, episode, **kept)  # type: ignore[arg-type]
    clinician.set_aside_statement(clinic, ann, episode, saved.statement_id, reason=SHORT, based_on=saved.version)


def _ended(clinic: Clinic, ann: Actor, admin: Actor) -> str:
    episode = clinician.begin_episode(clinic, ann, code=CODE + "2", display_name=NAME, age_band=AgeBand.ADULT)
    administrator.record_consent(clinic, admin, episode, kind=ConsentKind.RATINGS, given_on=DAY)
    World(clinic, clinic.clock, {"ann": ann}).session(episode, 20, 38)  # type: ignore[arg-type]
    today = clinic.today()
    administrator.close_episode(clinic, ann, episode, closed_on=today, ending=Ending.PLANNED)
    return episode


def _second(clinic: Clinic, ann: Actor, admin: Actor) -> str:
    """Somebody with whom a tablet can be shared: then both are named on it."""
    episode = clinician.begin_episode(clinic, ann, code=CODE + "3", display_name=NAME, age_band=AgeBand.ADULT)
    administrator.record_consent(clinic, admin, episode, kind=ConsentKind.RATINGS, given_on=DAY)
    return episode


def _together(clinic: Clinic, ann: Actor, sue: Actor, episode: str, second: str) -> str:
    """A family with both; the first went to a supervisor and back, and was closed and opened again."""
    case = clinician.begin_shared_case(clinic, ann, episode, kind=SharedKind.FAMILY, name=SHORT)
    clinician.join_shared_case(clinic, ann, second, case)
    clinician.transfer_episode(clinic, ann, episode, sue.user_id, note=WORDS)
    clinician.transfer_episode(clinic, sue, episode, ann.user_id, note=WORDS)
    clinician.close_episode(clinic, ann, episode, closed_on=clinic.today(), ending=Ending.PLANNED)
    clinician.reopen_episode(clinic, ann, episode, reason=SHORT)
    return case


def _around_the_client(clinic: Clinic, ann: Actor, episode: str, page: object) -> None:
    clinician.add_tag(clinic, ann, episode, TAG)
    clinician.save_view(clinic, ann, TAG, CaseloadFilter())
    clinician.add_event(clinic, ann, episode, kind=EventKind.NOTE, said=SHORT, meeting=1)
    clinician.add_event(clinic, ann, episode, kind=EventKind.LIFE_EVENT, said=SHORT, meeting=2)
    goal = clinician.add_goal(clinic, ann, episode, words=SHORT)
    clinician.rate_goal(clinic, ann, goal, mark=4)
    other = clinician.add_goal(clinic, ann, episode, words=SHORT + " 2")
    other = clinician.change_goal(clinic, ann, other, words=SHORT + " 3", reason=SHORT)
    clinician.end_goal(clinic, ann, other, state=GoalState.REACHED, reason=SHORT)
    point = clinician.add_learning_point(clinic, ann, SHORT, episode_id=episode)
    clinician.share_learning_point(clinic, ann, point, shared=True)
    rating = page.sessions[0].ratings[0].rating_id  # type: ignore[attr-defined]
    clinician.write_memory(clinic, ann, episode, page.sessions[0].session_id, WORDS)  # type: ignore[attr-defined]
    clinician.invite(clinic, ann, [_asked(episode)], way=Way.LINK, word="heron")
    clinician.supersede_rating(clinic, ann, rating, SHORT)


def _asked(episode: str) -> object:
    from fit.casework.views import Asked

    return Asked(episode_id=episode, scale_ids=("srs",))


def _talk(clinic: Clinic, ann: Actor, episode: str, session: str) -> str:
    from fit.transcripts import Role as Spoken

    said = (WORDS, "Mm.", f"To be honest this isn't helping me, {WORDS}", "Tell me more.", WORDS)
    content = (
        vtt(*said, opening=session).replace(b"Therapist:", b"*Zz9*<b>:").replace(b"C-1:", b"[Zz9](http://x.example):")
    )
    found = clinician.check_transcript(clinic, ann, episode, content)
    roles = {one.label: role for one, role in zip(found.speakers, (Spoken.CLINICIAN, Spoken.CLIENT), strict=False)}
    return clinician.import_transcript(clinic, ann, episode, session_id=session, content=content, roles=roles)


def _repair(clinic: Clinic, ann: Actor, sue: Actor, episode: str, session: str) -> str:
    reading = {"kind": KindSeen.BOTH, "dimension": Dimension.NOT_SURE}
    plan = clinician.save_reading(clinic, ann, episode, session, **reading).plan_id
    for step in Step:
        clinician.save_words(clinic, ann, plan, step=step, words=WORDS)
    version = clinician.open_repair(clinic, ann, episode, session_id=session).plan.version
    clinician.make_plan(clinic, ann, plan, version=version, check_by=SHORT, agreed_change=SHORT)
    clinician.save_private_note(clinic, ann, plan, felt=WORDS, tells=WORDS)
    clinician.share_private_note(clinic, ann, plan, shared=True, version=1)
    clinician.comment_on_plan(clinic, sue, plan, WORDS)
    for alert in clinician.open_client(clinic, ann, episode).alerts:
        clinician.comment_on_alert(clinic, sue, alert.alert_id, WORDS)
    saved = clinician.save_packet(
        clinic, ann, episode, session, plan_id=plan, written=PacketWritten(question=WORDS[:200])
    )
    clinician.share_packet(clinic, ann, saved.packet_id, shared=True, version=saved.version)
    return str(plan)
