"""Tables of care: episodes, sessions, ratings, alerts, and the summaries that are written with each rating."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003  SQLModel reads the annotations
from typing import Any, ClassVar

from sqlalchemy import JSON, Index, SmallInteger, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field

from fit.store._base import Base, added_mark, added_sum, key, link, refers, tenths, text

ITEM_COLUMNS = tuple(f"item_{place}" for place in range(1, 11))
"""One column an item, in the order of the scale."""
COUNTS = "status = 'active'"


class Episode(Base, table=True):
    """From first session to ending. `clinician_id` is empty for an imported episode that nobody holds yet.

    `programme_id` is empty for an episode in no programme. Programmes are never deleted.
    """

    __table_args__ = (
        refers("client_id", "client"),
        refers("clinician_id", "clinic_user"),
        UniqueConstraint("clinic_id", "import_key"),
        Index(None, "clinic_id", "client_id"),
    )

    clinic_id: int = key()
    id: int = key()
    client_id: int = link()
    clinician_id: int | None = link(optional=True)
    age_band: str = text(20)
    opened_on: date | None = None
    closed_on: date | None = None
    ending: str | None = text(20, optional=True)
    import_key: str | None = text(100, optional=True)
    programme_id: int | None = link(optional=True)


class Session(Base, table=True):
    """One appointment, with what it adds to its clinician's week in the alliance grid.

    `occurred_on` is empty for an imported session whose day nobody noted; it is in no week.
    """

    __table_args__ = (
        refers("episode_id", "episode"),
        refers("clinician_id", "clinic_user"),
        UniqueConstraint("clinic_id", "episode_id", "meeting"),
        Index("ix_session_clinic_id_clinician_id_occurred_on", "clinic_id", "clinician_id", "occurred_on"),
    )

    clinic_id: int = key()
    id: int = key()
    episode_id: int = link()
    meeting: int
    occurred_on: date | None = None
    clinician_id: int | None = link(optional=True)
    alliance_tenths: int | None = tenths(optional=True)
    comparable: bool = added_mark()
    below_line: bool = False
    dropped: bool = False
    dip: bool = added_mark()
    followed: bool = added_mark()
    repaired: bool = added_mark()
    with_both: bool = added_mark()


class Rating(Base, table=True):
    """One filled-in scale. Never edited: a correction is a new row, and this one is marked superseded.

    `total` is empty when a scale was skipped, with `skip_reason`, and when it is not scored: then `item_1` says which
    face it was.
    """

    __table_args__ = (
        refers("session_id", "session"),
        UniqueConstraint("clinic_id", "idempotency_key"),
        Index("ix_rating_clinic_id_episode_id", "clinic_id", "episode_id"),
        Index(
            "uq_rating_active",
            "clinic_id",
            "session_id",
            "scale",
            "informant",
            unique=True,
            sqlite_where=sql(COUNTS),
            postgresql_where=sql(COUNTS),
        ),
    )

    clinic_id: int = key()
    id: int = key()
    session_id: int = link()
    episode_id: int = link()
    scale: str = text(40)
    scale_version: str = text(20)
    informant: str = text(20)
    total: int | None = tenths(optional=True)
    item_1: int | None = tenths(optional=True)
    item_2: int | None = tenths(optional=True)
    item_3: int | None = tenths(optional=True)
    item_4: int | None = tenths(optional=True)
    item_5: int | None = tenths(optional=True)
    item_6: int | None = tenths(optional=True)
    item_7: int | None = tenths(optional=True)
    item_8: int | None = tenths(optional=True)
    item_9: int | None = tenths(optional=True)
    item_10: int | None = tenths(optional=True)
    status: str = text(20)
    superseded_reason: str = text(500)
    superseded_by: int | None = link(optional=True)
    skip_reason: str | None = text(20, optional=True)
    taken_out_by: int | None = link(optional=True)
    taken_out_at: datetime | None = None
    mode: str = text(20)
    line_length_px: float | None = None
    calibrated: bool
    occurred_on: date | None = None
    recorded_at: datetime
    recorded_by: int | None = link(optional=True)
    idempotency_key: str | None = text(100, optional=True)


class Alert(Base, table=True):
    """A signal that someone must look at, as it was found, with the versions that found it.

    `talked_at` and `snoozed_after` are meetings: the last one when it was talked about, or put off to the next.
    """

    __table_args__ = (
        refers("session_id", "session"),
        UniqueConstraint("clinic_id", "session_id", "rule", "scale", "informant"),
        Index("ix_alert_clinic_id_episode_id", "clinic_id", "episode_id"),
    )

    clinic_id: int = key()
    id: int = key()
    episode_id: int = link()
    session_id: int = link()
    rule: str = text(60)
    rule_version: str = text(20)
    kind: str = text(20)
    severity: str = text(20)
    title: str = text(200)
    why: str = text(1000)
    line: str = text(200)
    source: str = text(500)
    next_step: str = text(1000)
    evidence: dict[str, Any] = Field(sa_type=JSON)
    scale: str = text(40)
    scale_version: str = text(20)
    informant: str = text(20)
    policy: str = text(60)
    policy_version: str = text(20)
    trajectory: str = text(60)
    trajectory_version: str = text(20)
    state: str = text(30)
    reason: str = text(1000)
    answered_by: int | None = link(optional=True)
    talked_at: int | None = None
    snoozed_after: int | None = None
    raised_at: datetime
    closed_at: datetime | None = None


class Standing(Base, table=True):
    """Where an episode stands after its last rating: one row, so that a caseload needs no histories."""

    __table_args__ = (
        refers("episode_id", "episode"),
        Index(None, "clinic_id", "clinician_id", "active"),
    )

    clinic_id: int = key()
    episode_id: int = key()
    clinician_id: int | None = link(optional=True)
    active: bool
    sessions: int
    last_session_on: date | None = None
    outcome_scale: str = text(40)
    alliance_scale: str = text(40)
    outcome_latest: int | None = tenths(optional=True)
    alliance_latest: int | None = tenths(optional=True)
    outcome_history: list[int | None] = Field(sa_type=JSON)
    alliance_history: list[int | None] = Field(sa_type=JSON)
    intake: int | None = tenths(optional=True)
    gain: int | None = tenths(optional=True)
    change: str = text(20)
    track: str = text(20)
    expected: float | None = None
    target: float | None = None
    dip_meeting: int | None = None
    repair: str | None = text(20, optional=True)
    repaired_meeting: int | None = None
    signals: list[str] = Field(sa_type=JSON)
    reasons: list[str] = Field(sa_type=JSON)
    informants: list[str] = Field(sa_type=JSON)
    unrated_lately: int
    open_alerts: int
    waiting_alerts: int
    planned_at: int | None = None
    attention: int = Field(sa_type=SmallInteger)
    reason_rule: str | None = text(60, optional=True)
    versions: str = text(200)
    updated_at: datetime


class AllianceCell(Base, table=True):
    """A clinician's week, `week` being its Monday. Clinician 0 stands for episodes that nobody holds.

    The sums are those of `fit.service.alliance_grid.Cells`; `with_both` are sessions with both ratings.
    """

    __tablename__: ClassVar[str] = "alliance_cell"

    clinic_id: int = key()
    clinician_id: int = key()
    week: date = Field(primary_key=True)
    clients: int = added_sum()
    sessions: int
    with_alliance: int
    comparable: int = added_sum()
    below_line: int
    drops: int
    sum_tenths: int = link()
    sum_squares: int = added_sum(large=True)
    dips: int = added_sum()
    followed: int = added_sum()
    repaired: int = added_sum()
    with_both: int = added_sum()


class Rebuild(Base, table=True):
    """A clinic whose summaries are being worked out anew from the ratings, and how far that is."""

    clinic_id: int = key()
    done_to: int = link()


class ImportBatch(Base, table=True):
    """A file of past ratings that was taken."""

    __tablename__: ClassVar[str] = "import_batch"

    clinic_id: int = key()
    id: int = key()
    file_name: str = text(200)
    content_hash: str = text(64)
    imported_by: int = link()
    imported_at: datetime
    rows_good: int
    rows_bad: int
    new_ratings: int
