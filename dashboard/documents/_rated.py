"""The sessions one by one with what was rated, left out and taken out; and how complete and comparable that is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dashboard.charts.in_words import trend_table
from dashboard.dates import day_said
from dashboard.sentences import counted, result
from dashboard.words import INFORMANT, MODE, SKIP_REASON
from fit.casework.views import RatingStatus
from fit.ratings import Mode
from fit.reports.document import Facts, Section, Table, Text
from fit.scales import ScaleKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dashboard.documents._period import Period
    from fit.casework.views import ClientPage, RatingRow, SessionRow
    from fit.scales import Informant

    Compared = Mapping[tuple[Informant, int], tuple[object, object]]

__all__ = ["quality_section", "ratings_said", "session_section"]

NAMES = ("Session", "Date", "Rated by", "Outcome rating", "Session rating", "Expected", "Off track below", "Beside it")
SHARES = (0.95, 1.35, 1.1, 1.6, 1.45, 1.1, 1.05, 3.0)
NOT_NOTED = "not known"
DASH = "\N{EN DASH}"


def session_section(page: ClientPage, period: Period) -> Section:
    """A row for each person who rated a session; a session without any rating has its row too."""
    compared = dict(_compared(page))
    rows = tuple(row for session in period.shown for row in _rows(session, compared))
    if not rows:
        return Section(heading="Sessions", blocks=(Text(said="No session in this period."),))
    explained = (
        "What was not given is said with its reason. A rating that was taken out no longer counts; it stands here with "
        f"its reason. {DASH}: not given, or nothing to compare with."
    )
    return Section(
        heading="Sessions", blocks=(Text(said=explained, quiet=True), Table(names=NAMES, shares=SHARES, rows=rows))
    )


def _compared(page: ClientPage) -> Iterator[tuple[tuple[Informant, int], tuple[object, object]]]:
    """The expected score and the red line of each person's session, as in the table of the page."""
    for one in reversed(page.strands):
        table = trend_table(one)
        for meeting, expected, red in zip(
            table.column("Session"), table.column("Expected"), table.column("Off track below"), strict=True
        ):
            if isinstance(meeting, int) and expected is not None:
                yield (one.informant, meeting), (expected, red)


def _rows(session: SessionRow, compared: Compared) -> Iterator[tuple[str, ...]]:
    head = (str(session.meeting), day_said(session.occurred_on, NOT_NOTED))
    people = list(dict.fromkeys(rating.informant for rating in session.ratings))
    if not people:
        yield (*head, DASH, DASH, DASH, DASH, DASH, "no rating")
    for who in people:
        own = [rating for rating in session.ratings if rating.informant is who]
        expected, red = compared.get((who, session.meeting), (None, None))
        yield (
            *head,
            INFORMANT[who],
            ratings_said(own, ScaleKind.OUTCOME),
            ratings_said(own, ScaleKind.ALLIANCE),
            DASH if expected is None else f"{expected:.1f}",
            DASH if red is None else str(red),
            "; ".join(_beside(own)),
        )


def ratings_said(ratings: Sequence[RatingRow], kind: ScaleKind) -> str:
    """The ratings of one kind that count, each with its scale."""
    given = [one for one in ratings if one.kind is kind and one.status is RatingStatus.ACTIVE]
    return "; ".join(f"{one.scale_title} {result(one)}" for one in given) or DASH


def _beside(ratings: Sequence[RatingRow]) -> Iterator[str]:
    """What was not given, what was taken out, and what came in another way than on a screen."""
    for one in ratings:
        if one.status is RatingStatus.SKIPPED:
            why = SKIP_REASON[one.skip_reason] if one.skip_reason else "no reason noted"
            yield f"{one.scale_title} not given: {why}"
        elif one.status is RatingStatus.SUPERSEDED:
            yield f"{one.scale_title} {result(one)} taken out: {one.superseded_reason or 'no reason noted'}"
    ways = {one.mode for one in ratings if one.status is RatingStatus.ACTIVE} - {Mode.TABLET}
    yield from (MODE[way].lower() for way in Mode if way in ways)


def quality_section(page: ClientPage) -> Section:
    """How much was rated, how it came, and what to read with care."""
    return Section(heading="How complete the ratings are", blocks=(Facts(entries=tuple(_quality(page))),))


def _quality(page: ClientPage) -> Iterator[tuple[str, str]]:
    ratings = [rating for session in page.sessions for rating in session.ratings]
    active = [one for one in ratings if one.status is RatingStatus.ACTIVE]
    yield "Sessions", f"{len(page.sessions)}, {_undated(page)} without a day"
    if page.assessment is not None:
        outcome = sum(session.outcome is not None for session in page.sessions)
        alliance = sum(session.alliance is not None for session in page.sessions)
        both = sum(session.outcome is not None and session.alliance is not None for session in page.sessions)
        yield "With a rating", f"outcome {outcome}, session rating {alliance}, both {both} of {len(page.sessions)}"
    reasons = Counter(one.skip_reason for one in ratings if one.status is RatingStatus.SKIPPED)
    told = ", ".join(f"{SKIP_REASON[why] if why else 'no reason'} {times}" for why, times in reasons.items())
    yield "Not given", told or "none noted"
    yield "Taken out", counted(sum(one.status is RatingStatus.SUPERSEDED for one in ratings), "rating")
    ways = Counter(MODE[one.mode].lower() for one in active)
    yield "How they came", ", ".join(f"{way} {times}" for way, times in sorted(ways.items())) or "none"
    on_screen = [one for one in active if one.mode in {Mode.TABLET, Mode.REMOTE}]
    if on_screen:
        exact = sum(one.calibrated for one in on_screen)
        yield "Line of 10 cm", f"{exact} of {len(on_screen)} ratings on a screen"
    yield "To read with care", "; ".join(_with_care(page)) or "nothing found"


def _undated(page: ClientPage) -> int:
    return sum(session.occurred_on is None for session in page.sessions)


def _with_care(page: ClientPage) -> Iterator[str]:
    """What the engine says of the ratings themselves."""
    one = page.assessment
    if one is None:
        return
    if one.high_start:
        yield f"the first rating ({one.intake}) was high"
    if one.sawtooth:
        yield "the outcome rating swings up and down"
    if any(signal.rule.id == "flat_40" for signal in one.latest_signals):
        yield "the session rating is the highest every time"
