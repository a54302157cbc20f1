"""The lists of episodes, read from their standings alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, case, func, or_, select

from fit.assessment import RELIABLE_LOSSES
from fit.change import LOSSES
from fit.store.asked import CLINIC, PERSON, PERSONS
from fit.store.places import place_column
from fit.store.states import UNRATED_SESSIONS, Attention, ConsentKind
from fit.store.tables import Client, Consent, Episode, EpisodeTag, SavedView, Standing, User, columns_of
from fit.trajectory import Track

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Connection

    from fit.store.types import Record

standing = columns_of(Standing)
episode = columns_of(Episode)
client = columns_of(Client)
user = columns_of(User)
consent = columns_of(Consent)
tag = columns_of(EpisodeTag)
view = columns_of(SavedView)

STANDING_CONSENTS = func.sum(case((consent.c.withdrawn_on.is_(None), 1), else_=0))
MAY_BE_RATED = (
    select(func.coalesce(func.count() == 0, True) | (STANDING_CONSENTS > 0))
    .where(
        consent.c.clinic_id == episode.c.clinic_id,
        consent.c.client_id == episode.c.client_id,
        consent.c.kind == ConsentKind.RATINGS.value,
    )
    .correlate(episode)
    .scalar_subquery()
)
"""Never asked, or asked and not withdrawn."""
ROWS = (
    select(
        standing,
        episode.c.age_band,
        episode.c.closed_on,
        episode.c.ending,
        client.c.code,
        client.c.display_name,
        user.c.display_name.label("clinician_name"),
        MAY_BE_RATED.label("may_be_rated"),
    )
    .join(episode, and_(episode.c.clinic_id == standing.c.clinic_id, episode.c.id == standing.c.episode_id))
    .join(client, and_(client.c.clinic_id == episode.c.clinic_id, client.c.id == episode.c.client_id))
    .join(user, and_(user.c.clinic_id == standing.c.clinic_id, user.c.id == standing.c.clinician_id))
)
NAMES = (
    select(
        *(standing.c[name] for name in ("episode_id", "clinician_id", "active", "last_session_on")),
        client.c.code,
        client.c.display_name,
        user.c.display_name.label("clinician_name"),
    )
    .join(episode, and_(episode.c.clinic_id == standing.c.clinic_id, episode.c.id == standing.c.episode_id))
    .join(client, and_(client.c.clinic_id == episode.c.clinic_id, client.c.id == episode.c.client_id))
    .join(user, and_(user.c.clinic_id == standing.c.clinic_id, user.c.id == standing.c.clinician_id))
)

LIFE_IS_HARDER = or_(standing.c.track == Track.RED.value, standing.c.change.in_([one.value for one in LOSSES]))
UNKNOWN_LAST = 10_000
"""[tenths] More than any scale has."""
HARDEST_FIRST = (
    case((or_(LIFE_IS_HARDER, standing.c.attention == Attention.FALLEN.value), 0), else_=1),
    func.coalesce(
        case(
            (standing.c.attention == Attention.FALLEN.value, standing.c.outcome_latest),
            (standing.c.reason_rule.in_(sorted(RELIABLE_LOSSES)), standing.c.gain),
            (standing.c.attention == Attention.ALLIANCE.value, standing.c.alliance_latest),
            else_=standing.c.gain,
        ),
        UNKNOWN_LAST,
    ),
)
"""Among equals in place: whose life is harder too; then the lowest session rating, or the least gain.

Of those who fell sharply the lowest outcome rating, wherever they began.
"""


STILL_ON = case((standing.c.last_session_on >= bindparam("today"), 1), else_=0)
SILENT = and_(
    standing.c.attention > Attention.NO_RATING.value, standing.c.unrated_lately - STILL_ON >= UNRATED_SESSIONS
)
attention_today = case((SILENT, Attention.NO_RATING.value), else_=standing.c.attention)
"""What a standing asks for today: a session without a rating counts once its day is over."""

ROWS_TODAY = ROWS.add_columns(attention_today.label("attention_today"))
RANKED = ROWS_TODAY.order_by(place_column(attention_today, standing.c.reason_rule), *HARDEST_FIRST, client.c.code)
OF_PERSON = and_(standing.c.clinic_id == CLINIC, standing.c.clinician_id == PERSON)
OPEN_OF_PERSONS = and_(standing.c.clinic_id == CLINIC, standing.c.clinician_id.in_(PERSONS), standing.c.active)

CASELOAD = RANKED.where(OF_PERSON, standing.c.active)
OF_EPISODES = ROWS_TODAY.where(
    standing.c.clinic_id == CLINIC, standing.c.episode_id.in_(bindparam("episodes", expanding=True))
)
CLOSED = ROWS_TODAY.where(OF_PERSON, ~standing.c.active).order_by(episode.c.closed_on.desc(), client.c.code)
COUNT_CLOSED = select(func.count()).select_from(standing).where(OF_PERSON, ~standing.c.active)
TAGS = (
    select(tag.c.episode_id, tag.c.tag)
    .where(tag.c.clinic_id == CLINIC, tag.c.episode_id.in_(select(standing.c.episode_id).where(OF_PERSON)))
    .order_by(tag.c.tag)
)
VIEWS = (
    select(view.c.name, view.c.filters)
    .where(view.c.clinic_id == CLINIC, view.c.clinician_id == PERSON)
    .order_by(view.c.name)
)
FLAGGED = RANKED.where(OPEN_OF_PERSONS, attention_today < Attention.NOTHING.value)
CALM = RANKED.where(OPEN_OF_PERSONS, attention_today == Attention.NOTHING.value)
COUNTS = (
    select(
        standing.c.clinician_id,
        func.count(),
        func.sum(case((attention_today < Attention.NOTHING.value, 1), else_=0)),
    )
    .where(OPEN_OF_PERSONS)
    .group_by(standing.c.clinician_id)
)


def caseload(connection: Connection, clinic_id: int, clinician_id: int, today: date) -> Sequence[Record]:
    """Open episodes of one clinician, what deserves attention first on top."""
    return connection.execute(CASELOAD, {"clinic": clinic_id, "person": clinician_id, "today": today}).all()


def of_episodes(connection: Connection, clinic_id: int, episode_ids: Sequence[int], today: date) -> Sequence[Record]:
    """These episodes, open and closed; those that nobody holds are not there."""
    if not episode_ids:
        return ()
    return connection.execute(OF_EPISODES, {"clinic": clinic_id, "episodes": episode_ids, "today": today}).all()


def closed(connection: Connection, clinic_id: int, clinician_id: int, today: date) -> Sequence[Record]:
    """Closed episodes of one clinician, the last one closed on top."""
    return connection.execute(CLOSED, {"clinic": clinic_id, "person": clinician_id, "today": today}).all()


def count_closed(connection: Connection, clinic_id: int, clinician_id: int) -> int:
    """How many episodes of one clinician are closed."""
    return int(connection.execute(COUNT_CLOSED, {"clinic": clinic_id, "person": clinician_id}).scalar_one())


def tags(connection: Connection, clinic_id: int, clinician_id: int) -> Sequence[Record]:
    """All tags on the episodes of one clinician."""
    return connection.execute(TAGS, {"clinic": clinic_id, "person": clinician_id}).all()


def views(connection: Connection, clinic_id: int, clinician_id: int) -> Sequence[Record]:
    """The saved views of one clinician, by name."""
    return connection.execute(VIEWS, {"clinic": clinic_id, "person": clinician_id}).all()


def flagged(connection: Connection, clinic_id: int, clinician_ids: Sequence[int], today: date) -> Sequence[Record]:
    """Open episodes of several clinicians that need a look."""
    return connection.execute(FLAGGED, {"clinic": clinic_id, "persons": clinician_ids, "today": today}).all()


def calm(connection: Connection, clinic_id: int, clinician_ids: Sequence[int], today: date) -> Sequence[Record]:
    """Open episodes of several clinicians that need no look now, by clinician and code."""
    rows = connection.execute(CALM, {"clinic": clinic_id, "persons": clinician_ids, "today": today})
    return sorted(rows, key=lambda row: (row.clinician_name, row.clinician_id, row.code))


def by_name(connection: Connection, clinic_id: int, clinician_ids: Sequence[int]) -> Sequence[Record]:
    """All episodes of several clinicians by what they are called, open and closed, by code."""
    theirs = and_(standing.c.clinic_id == clinic_id, standing.c.clinician_id.in_(clinician_ids))
    return sorted(connection.execute(NAMES.where(theirs)), key=lambda row: row.code)


def counts(
    connection: Connection, clinic_id: int, clinician_ids: Sequence[int], today: date
) -> dict[int, tuple[int, int]]:
    """For each clinician the number of open episodes, and of those that need a look."""
    found = connection.execute(COUNTS, {"clinic": clinic_id, "persons": clinician_ids, "today": today})
    return {row[0]: (row[1], int(row[2])) for row in found}
