"""A client of whom everything is kept: marked words in every use case that takes any, and a row in every table."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import JSON, Boolean, Date, DateTime, Float, Integer, String, TypeDecorator, func, select

from fit.casework import administrator, clinician
from fit.casework.views import (
    ConsentKind,
    EventKind,
    FormulationSection,
    MomentVerdict,
    NoteWords,
    PacketWritten,
    SharedKind,
    Way,
)
from fit.ratings import Ending
from fit.repair import Dimension, KindSeen, PlanState, Step
from fit.store.erasure import links_of_a_client
from fit.store.ids import new_id, read_id
from fit.store.tables import Base
from tests.fit.casework.sounds import recorded, wav
from tests.fit.casework.talks import ROLES, vtt

MARKERS = {
    "name": "Zephyrine Quillfeather",
    "code": "KLX-77341",
    "transcript": "Quixotic zebrafish juggle",
    "correction": "Nyctalopic gnomes wove",
    "goal": "Tintinnabulate every Sunday",
    "event": "Bombazine kaftans mended",
    "memory": "Ultracrepidarian fog rose",
    "session note": "Limnophilous bassoons drifted",
    "statement": "Quincunx of rhododendrons guessed",
    "comment": "Callipygian hedgehogs agree",
    "note": "Borborygmus under vermilion",
    "words": "Widdershins I wondered aloud",
    "plan": "Jentacular check by lantern",
    "question": "Sesquipedalian owls ask why",
    "debrief": "Xylophones ought to slow",
    "learnt": "Gongoozle before speaking",
    "tag": "fipple",
    "sound": "MARKER-IN-THE-SOUND",
    "contact": "zephyrine@quillfeather.example",
    "handed": "Absquatulating badgers yodel",
    "reopened": "Snollygoster wimbled betimes",
    "together": "Kakorrhaphiophobia household",
    "filler": "Mumpsimus in a new table",
}
TODAY = date(2026, 3, 2)


def furnish(world):
    """Everything that use cases keep of a client, then a row in each table that has none yet; returns the episode."""
    place = (world.clinic, world.ann)
    episode = world.begin(MARKERS["code"], display_name=MARKERS["name"], birth_year=1991)
    for ors, srs in ((18, 37), (22, 30), (24, 31)):
        world.session(episode, ors, srs)
    sessions = world.page(episode).sessions
    session = sessions[0].session_id
    for kind in ConsentKind:
        clinician.record_consent(*place, episode, kind=kind, given_on=TODAY, form_version="2026-1")
    told(world, episode, session)
    clinician.invite(*place, [asked(episode)], way=Way.LINK, word="zqx")
    repaired(world, episode, session)
    handed(world, episode)
    written(world, episode, session)
    recorded(*place, episode, session, sound=wav() + MARKERS["sound"].encode())
    administrator.set_hold(world.clinic, world.admin, episode, reason=f"A court asked for {MARKERS['name']}")
    administrator.lift_hold(world.clinic, world.admin, episode, reason="It asks no more")
    fill(world, episode)
    return episode


def asked(episode):
    from fit.casework.views import Asked

    return Asked(episode_id=episode, scale_ids=("ors",))


def told(world, episode, session):
    """A transcript, read, corrected, remembered, with a moment that was judged."""
    place = (world.clinic, world.ann, episode)
    strained = "To be honest this isn't helping me, and you don't listen to me."
    content = vtt(f"{MARKERS['transcript']}, said {MARKERS['name']}.", "Mm.", strained)
    transcript = clinician.import_transcript(*place, session_id=session, content=content, roles=ROLES)
    turns = clinician.open_transcript(*place, transcript).turns
    clinician.edit_turn(*place, turns[1].turn_id, version=1, text=MARKERS["correction"])
    moment = clinician.open_reading(*place, session).moments[0]
    clinician.show_excerpt(*place, transcript, moment.moment.turn, remembered=MARKERS["memory"])
    clinician.label_moment(*place, moment.turn_id, MomentVerdict.RIGHT)
    return transcript


def repaired(world, episode, session):
    """A plan with words at a step, a private note, a comment, a talk; and a packet with a question."""
    place = (world.clinic, world.ann)
    saved = clinician.save_reading(*place, episode, session, kind=KindSeen.BOTH, dimension=Dimension.NOT_SURE)
    plan = saved.plan_id
    clinician.save_words(*place, plan, step=Step.META, words=MARKERS["words"])
    clinician.save_private_note(*place, plan, felt=MARKERS["note"], tells="something")
    clinician.comment_on_plan(*place, plan, MARKERS["comment"])
    alert = world.page(episode).alerts[0].alert_id
    clinician.comment_on_alert(*place, alert, MARKERS["comment"])
    clinician.make_plan(*place, plan, version=saved.version, check_by=MARKERS["plan"])
    clinician.set_plan_state(*place, plan, PlanState.SET_ASIDE, version=saved.version + 1, reason="moved away")
    clinician.save_packet(*place, episode, session, written=PacketWritten(question=MARKERS["question"]))


def handed(world, episode):
    """Somewhere to send a link, a family, a colleague who had the client for a while, a closing by mistake."""
    place = (world.clinic, world.ann, episode)
    known = {"code": MARKERS["code"], "display_name": MARKERS["name"], "contact": MARKERS["contact"]}
    clinician.change_client(*place, birth_year=1991, birth_date=date(1991, 3, 4), **known)
    clinician.begin_shared_case(*place, kind=SharedKind.FAMILY, name=MARKERS["together"])
    clinician.transfer_episode(*place, world.ben.user_id, note=MARKERS["handed"])
    clinician.transfer_episode(world.clinic, world.ben, episode, world.ann.user_id)
    clinician.close_episode(*place, closed_on=world.clinic.today(), ending=Ending.PLANNED)
    clinician.reopen_episode(*place, reason=MARKERS["reopened"])


def written(world, episode, session):
    """Goal, event, tag, and after the ending what the clinician learnt."""
    place = (world.clinic, world.ann)
    goal = clinician.add_goal(*place, episode, words=MARKERS["goal"], agreed_on=TODAY)
    clinician.rate_goal(*place, goal, mark=4)
    words = NoteWords(observed=MARKERS["session note"])
    clinician.save_note(*place, episode, session, words=words, based_on=0)
    said = {"section": FormulationSection.HYPOTHESES, "words": MARKERS["statement"]}
    clinician.save_statement(*place, episode, **said)
    clinician.add_event(*place, episode, kind=EventKind.NOTE, said=MARKERS["event"], meeting=1)
    clinician.add_tag(*place, episode, MARKERS["tag"])
    administrator.close_episode(*place, episode, closed_on=world.clinic.today(), ending=Ending.UNPLANNED)
    clinician.save_debrief(*place, episode, earlier=MARKERS["debrief"])
    clinician.add_learning_point(*place, MARKERS["learnt"], episode_id=episode)


def fill(world, episode):
    """A row with the marker in every table of a client that has none yet, made up from its columns."""
    clinic_id = read_id(world.ann.clinic_id)

    def work(connection):
        known = known_ids(connection, clinic_id, read_id(episode))
        for name, links in links_of_a_client().items():
            table = Base.metadata.tables[name]
            if not connection.execute(select(func.count()).select_from(table)).scalar():
                connection.execute(table.insert(), made_up(table, links, known, clinic_id, read_id(world.ann.user_id)))
            if "id" in table.c:
                known.setdefault(name, connection.execute(select(func.max(table.c.id))).scalar())

    world.clinic.store.write(work)


def known_ids(connection, clinic_id, episode_id):
    table = Base.metadata.tables["episode"]
    one = (table.c.clinic_id == clinic_id, table.c.id == episode_id)
    return {"episode": episode_id, "client": connection.execute(select(table.c.client_id).where(*one)).scalar()}


def made_up(table, links, known, clinic_id, user_id):
    linked = {column: known[parent] for column, parent in links}
    for link in table.foreign_key_constraints:
        if link.referred_table.name == "clinic_user":
            linked[link.column_keys[-1]] = user_id
        elif link.referred_table.name in known:
            linked[link.column_keys[-1]] = known[link.referred_table.name]
    row = {}
    for column in table.columns:
        if column.name in linked:
            row[column.name] = linked[column.name]
        elif not column.nullable:
            row[column.name] = clinic_id if column.name == "clinic_id" else value_for(column.type)
    return row


def value_for(kind):
    kind = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    if isinstance(kind, String):
        return MARKERS["filler"][: kind.length or 100]
    made = {Boolean: False, DateTime: datetime(2026, 3, 2, tzinfo=UTC), Date: TODAY, Float: 1.0, JSON: {}}
    return next((value for one, value in made.items() if isinstance(kind, one)), new_id() if kind_is_big(kind) else 1)


def kind_is_big(kind):
    return isinstance(kind, Integer) and kind.__class__.__name__ == "BigInteger"


def words():
    """Every word of the markers that could not stand there otherwise, in small letters."""
    found = {word.strip(".,").casefold() for marker in MARKERS.values() for word in marker.split()}
    return sorted(word for word in found if len(word) > 5 and word not in {"before", "lantern", "speaking", "sunday"})
