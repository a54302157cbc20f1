"""What somebody can work out who collects everything that a director is handed: counts by every filter, and their sums.

The attacker knows how figures are rounded (the tables below are looked up, not argued) and that a part lies within its
whole. Each count that is handed out becomes a statement: of so many of these episodes (or sessions) there are between
so many and so many. Statements about the same ones are put together whichever figure they come from.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from itertools import combinations, product
from math import inf

import numpy as np
from sqlalchemy import select

from fit.casework import director
from fit.casework._deed import looking
from fit.casework._outcomes_filters import BESIDE_THE_STATE, marked
from fit.casework._outcomes_reading import read_clinic
from fit.casework._service_report import gather_service_report
from fit.casework.views import OutcomesFilter
from fit.change import CHANGES
from fit.scales import AgeBand
from fit.series import INFORMANTS
from fit.service import suppression
from fit.service.definitions import Unit, definition
from fit.service.dose_response import DoseResponse
from fit.service.effect_sizes import Reference
from fit.service.episodes import ENDINGS, State
from fit.service.evidence import Counted, Mean, SessionShare, Share
from fit.service.figure import Figure
from fit.service.outcomes import evidence_of
from fit.service.published_curves import SeenSoFar
from fit.service.suppression import Few, Rounded, Withheld
from fit.service.survival import ending, improving, times_to_improvement, times_to_unplanned_ending
from fit.store.tables import Alert, Standing, columns_of

standing, alert = columns_of(Standing), columns_of(Alert)
CONCERN = ("urgent", "act", "watch")

MANY = 400
SMALL = range(1, 5)


def alike(shown):
    """Least and greatest count that would have been shown so."""
    found = {}
    for count in range(MANY):
        low, _ = found.get(key := shown(count), (count, count))
        found[key] = (low, count)
    return found


@dataclass(frozen=True)
class Label:
    """What a count is of, as who set the filters knows: `what` are all the clinic's episodes that would count."""

    chosen: OutcomesFilter
    state: State
    what: bytes


@dataclass
class Statements:
    """Bounds of the number of episodes in each set (by its members, and by what it was asked for)."""

    bounds: dict = field(default_factory=dict)
    labels: dict = field(default_factory=dict)
    members: dict = field(default_factory=dict)
    parts: dict = field(default_factory=dict)
    """Of what anybody knows to be a whole: its parts, whatever the filters."""
    tables: dict = field(default_factory=dict)

    def __post_init__(self):
        self.tables = {
            "rounded": alike(lambda n: str(suppression.round_counts(n))),
            "n": alike(lambda n: key_of(suppression.published(share(n, n), "recovered"))),
            "count": alike(lambda n: key_of(suppression.published(Counted(n=n), "clients"))),
            "hits": alike(lambda n: key_of(suppression.published(share(n, MANY * 9), "recovered"), hits=True)),
        }

        least = min(low for key, (low, _) in self.tables["rounded"].items() if key != "nan")
        self.tables["n"][suppression.TOO_ROUGH.reason] = (least, inf)

    def say(self, mask, table, key, label):
        low, high = self.tables[table].get(key, (0, inf))
        count, name = int(mask.sum()), mask.tobytes()
        assert low <= count <= high, f"misread: {count} told as {key!r} by {table}"
        narrow(self.bounds, name, low, high)
        narrow(self.labels, label, low, high)
        self.members[label] = mask

    def masks(self):
        return np.array([np.frombuffer(name, np.bool_) for name in self.bounds])


def narrow(bounds, name, low, high):
    known = bounds.get(name, (0, inf))
    low, high = (-inf if np.isnan(low) else low), (inf if np.isnan(high) else high)
    bounds[name] = (max(known[0], low), min(known[1], high))


def share(hits, n):
    return Share(hit=np.arange(n) < hits, client=np.arange(n))


def key_of(shown, *, hits=False):
    """A figure as the attacker tells it from others: how many, or how many of them, or why nothing."""
    if isinstance(shown, Withheld):
        return shown.reason
    if isinstance(shown, Few):
        return "few" if hits else str(float(shown.n))
    if isinstance(shown, Rounded | Figure):
        return str(float(round(shown.value * shown.n))) if hits else str(float(shown.n))
    return None


# --- what is handed out ---


@dataclass
class Truth:
    """Which episode counts in which figure, by asking about the whole clinic with a name for each episode."""

    episodes: object
    evidence: dict

    @classmethod
    def of(cls, episodes):
        named = replace(episodes, client=np.arange(episodes.count))
        return cls(episodes=named, evidence=evidence_of(named, Reference.of(episodes)))

    def mask(self, places):
        mask = np.zeros(self.episodes.count, np.bool_)
        mask[np.asarray(places, np.int64)] = True
        return mask

    def counted(self, name):
        found = self.evidence[name]
        if isinstance(found, SessionShare):
            return self.mask(found.client[found.trials > 0])
        return self.mask(found.client)

    def hit(self, name):
        return self.mask(self.evidence[name].client[self.evidence[name].hit])

    @property
    def everyone(self):
        return np.ones(self.episodes.count, np.bool_)

    def of_band(self, band):
        return self.episodes.age_band == list(AgeBand).index(band)

    def rated_by(self, who):
        return (self.episodes.informants & 1 << INFORMANTS.index(who)) > 0

    @property
    def bins(self):
        """Eight bins of five points of loss, then eight of gain, the far ones together."""
        gain = self.episodes.gain / 10
        place = np.where(gain < 0, 7 - np.minimum(-gain // 5, 7), 8 + np.minimum(gain // 5, 7))
        return [self.episodes.again & (place == one) for one in range(16)]

    @property
    def squares(self):
        first, latest = (np.minimum(one // 50, 7) for one in (self.episodes.intake, self.episodes.latest))
        return [self.episodes.again & (latest * 8 + first == one) for one in range(64)]

    @property
    def by_sessions(self):
        held = np.minimum(self.episodes.sessions, 26)
        return [self.counted("reliably_better") & (held == one) for one in range(1, 27)]

    def parts(self):
        """What adds up whatever is filtered."""
        changed = [self.hit(str(one)) for one in CHANGES[1:]]
        gained = [self.hit("recovered"), self.hit("improved")]
        lost = [self.hit("deteriorated"), self.hit("harmed")]
        known = {
            self.counted("reliably_better").tobytes(): [changed, self.by_sessions],
            self.hit("reliably_better").tobytes(): [gained],
            self.hit("reliably_worse").tobytes(): [lost],
            self.episodes.again.tobytes(): [self.bins, self.squares],
        }
        return {whole: [list(map(np.ndarray.tobytes, some)) for some in lists] for whole, lists in known.items()}


def all_filters(choices, by=()):
    """Every filter that the page offers, as many at once as it allows, whatever there is to filter by."""
    names = [one.name for one in fields(OutcomesFilter) if not by or one.name in by]
    offered = {name: [one for one in getattr(choices, f"{name}s") if not is_reported(name, one)] for name in names}
    for most in range(BESIDE_THE_STATE + 1):
        for names in combinations(offered, most):
            for values in product(*(offered[name] for name in names)):
                yield OutcomesFilter(**dict(zip(names, values, strict=True)))


def is_reported(name, value):
    """Whether a period is that of the service report, which is read for itself, as the very same figures."""
    return name == "period" and OutcomesFilter(period=value).report_month is not None


def open_whole(world):
    with looking(world.clinic, world.dan, "open_clinic_outcomes") as deed:
        return read_clinic(world.clinic, deed)


def gather(world, by=()):
    """Every count of episodes that a director is handed: the page by every filter, its pictures, report, overview.

    `by` leaves only some of the filters, to be quick where one success is enough.
    """
    whole = open_whole(world)
    truth = Truth.of(whole.episodes)
    told, pages = Statements(), {}
    told.parts |= truth.parts()
    for chosen in all_filters(director.open_clinic_outcomes(world.clinic, world.dan).choices, by):
        page = director.open_clinic_outcomes(world.clinic, world.dan, chosen)
        mine = marked(whole, chosen)
        pages[chosen] = (mine, page)
        for state, found in page.states.items():
            reader = Reader(told, truth, mine, chosen, state)
            reader.figures(found.figures)
            reader.pictures(found)
        Reader(told, truth, mine, chosen, State.ALL).courses(page.courses)
    for chosen in reported(world):
        report = report_of(world, chosen)
        for state, figures in report.outcomes.items():
            Reader(told, truth, marked(whole, chosen), chosen, state).figures(figures)
    alarmed, lately = with_open_alert(world, whole), with_new_alert(world, whole)
    for chosen in reported(world):
        board = director.open_board(world.clinic, world.dan, team=chosen.team, programme=chosen.programme)
        Reader(told, truth, marked(whole, chosen), chosen, State.OPEN).board(board, alarmed, lately)
    overview = director.open_overview(world.clinic, world.dan)
    Reader(told, truth, marked(whole, OutcomesFilter()), OutcomesFilter(), State.ALL).overview(overview)
    return told, pages, truth


def with_open_alert(world, whole):
    """Which episodes have an alert that waits for an answer."""
    with world.clinic.store.read() as connection:
        waiting = connection.execute(select(standing.c.episode_id).where(standing.c.open_alerts > 0)).scalars().all()
    return np.isin([row.id for row in whole.rows], waiting)


def with_new_alert(world, whole):
    """Which episodes have an alert of the last seven days that was not over when it was found."""
    with world.clinic.store.read() as connection:
        rows = connection.execute(
            select(alert.c.episode_id, alert.c.raised_at, alert.c.closed_at).where(alert.c.severity.in_(CONCERN))
        ).all()
    since = world.clinic.now() - timedelta(days=7)
    new = {
        row.episode_id
        for row in rows
        if row.raised_at > since and (row.closed_at is None or row.closed_at > row.raised_at)
    }
    return np.isin([row.id for row in whole.rows], sorted(new))


@dataclass
class Reader:
    """Puts what is handed out for one filter and state into statements."""

    told: Statements
    truth: Truth
    mine: np.ndarray
    chosen: OutcomesFilter
    state: State

    def say(self, what, table, key, *, state=None, **further):
        some = state or self.state
        label = Label(replace(self.chosen, **further), some, what.tobytes())
        mask = self.mine & self.truth.episodes.in_state(some) & what
        if "age_band" in further:
            mask &= self.truth.of_band(further["age_band"])
        self.told.say(mask, table, key, label)

    def figures(self, figures):
        truth = self.truth
        for name, shown in figures.figures.items():
            evidence = truth.evidence[name]
            if name in {"clients", "episodes"}:
                self.say(truth.everyone, "count", key_of(shown))
            elif isinstance(evidence, Share | Mean | SessionShare):
                self.say(truth.counted(name), "n", key_of(shown))
                if isinstance(evidence, Share) and not isinstance(shown, Withheld):
                    self.say(truth.hit(name), "hits", key_of(shown, hits=True))
        for band, shown in figures.by_age_band.items():
            if self.chosen.age_band in {None, band}:
                self.say(truth.everyone, "count", key_of(shown["clients"]), age_band=band)
                self.say(truth.counted("intake_mean"), "n", key_of(shown["intake_mean"]), age_band=band)
        for who, shown in figures.informants.items():
            self.say(truth.rated_by(who), "count", key_of(shown))

    def pictures(self, found):
        again = self.truth.episodes.again
        for picture, bins in ((found.gains, self.truth.bins), (found.pairs, self.truth.squares)):
            if hasattr(picture, "counts"):
                self.say(again, "rounded", str(float(picture.n)))
                for what, count in zip(bins, picture.counts.ravel().tolist(), strict=True):
                    self.say(what, "rounded", str(count))
            elif picture == suppression.TOO_FEW:
                self.say(again, "n", picture.reason)

    def courses(self, courses):
        episodes = self.truth.episodes
        for curve, mask, times in (
            (courses.to_improvement, improving(episodes), times_to_improvement(episodes)),
            (courses.ended_alone, ending(episodes), times_to_unplanned_ending(episodes)),
        ):
            session, happened = np.zeros(episodes.count, int), np.zeros(episodes.count, bool)
            session[mask], happened[mask] = times
            if not isinstance(curve, SeenSoFar):
                if curve == suppression.TOO_FEW:
                    self.say(mask, "n", curve.reason)
                continue
            for at, followed, events in zip(curve.session, curve.followed, curve.happened, strict=True):
                self.say(mask, "rounded", str(float(curve.n)))
                self.say(mask & (session >= at), "rounded", str(float(followed)))
                self.say(mask & happened & (session <= at), "rounded", str(float(events)))
        if isinstance(courses.dose, DoseResponse):
            self.dose(courses.dose)

    def dose(self, dose):
        rows = dict(zip(dose.sessions.tolist(), zip(dose.n, dose.improved, strict=True), strict=True))
        for held, what in enumerate(self.truth.by_sessions, start=1):
            n, improved = rows.get(held, (np.nan, np.nan))
            self.say(what, "rounded", str(float(n)), state=State.CLOSED)
            if held in rows:
                hit = what & self.truth.hit("reliably_better")
                self.say(hit, "rounded", str(float(improved or np.nan)), state=State.CLOSED)

    def board(self, board, alarmed, lately):
        shown = board.together.figures["on_watch"]
        self.say(self.truth.everyone, "n", key_of(shown))
        if not isinstance(shown, Withheld):
            self.say(alarmed, "hits", key_of(shown, hits=True))
        self.say(lately, "count", key_of(board.together.figures["alerts_new"]))
        self.say(self.truth.everyone, "rounded", str(float(board.together.open_episodes or np.nan)))

    def overview(self, overview):
        episodes = self.truth.episodes
        for count, what in (
            (overview.open_episodes, episodes.in_state(State.OPEN)),
            (overview.closed_episodes, episodes.in_state(State.CLOSED)),
            *((count, episodes.change == CHANGES.index(one)) for one, count in overview.by_change.items()),
            *((count, episodes.ending == ENDINGS.index(one)) for one, count in overview.by_ending.items()),
        ):
            self.say(what, "rounded", "nan" if count is None else str(float(count)))


def reported(world):
    """What a report can be asked for: all, each team, each programme."""
    offered = director.open_service_report(world.clinic, world.dan)
    yield OutcomesFilter()
    yield from (OutcomesFilter(team=one) for one in offered.teams)
    yield from (OutcomesFilter(programme=one) for one in offered.programmes)


def report_of(world, chosen):
    return gather_service_report(
        world.clinic, world.dan, world.report_month, team=chosen.team, programme=chosen.programme, names=True
    )


# --- what can be worked out from it ---


def small_between_pairs(told):
    """Pairs of sets, one within the other, of which the counts tell that one to four lie between."""
    masks = told.masks().astype(np.float32)
    low, high = np.array(list(told.bounds.values())).T
    size = masks.sum(axis=1)
    both = masks @ masks.T
    nested, between = both == size[None, :], size[:, None] - size[None, :]
    least, most = low[:, None] - high[None, :], high[:, None] - low[None, :]
    small = nested & (between >= 1) & (between <= 4)
    return int(small.sum()), [tuple(map(int, one)) for one in np.argwhere(small & (least >= 1) & (most <= 4))]


def set_in(chosen):
    return [one.name for one in fields(OutcomesFilter) if getattr(chosen, one.name) is not None]


def wholes(told):
    """Every whole with its parts, as anybody knows them: by one filter more, by state, or by what is counted."""
    families = defaultdict(dict)
    of = {
        part: (whole, place) for whole, lists in told.parts.items() for place, one in enumerate(lists) for part in one
    }
    for label in told.labels:
        for whole, kind in part_of(label, of):
            families[(whole, kind)][label] = None
    for (whole, _), parts in families.items():
        if whole in told.labels and len(parts) > 1:
            sets = np.array([told.members[one] for one in parts])
            if (sets.sum(axis=0) == told.members[whole]).all():
                yield whole, tuple(parts)


def part_of(label, of):
    """Wholes that a count is a part of, with the kind of part; parts of one kind add up."""
    if not isinstance(label, Label):
        yield from label.part_of()
        return
    for name in set_in(label.chosen):
        year, _, quarter = str(getattr(label.chosen, name)).partition(" Q")
        wider = year if quarter and name == "period" else None
        yield replace(label, chosen=replace(label.chosen, **{name: wider})), (name, wider)
    if label.state in {State.OPEN, State.CLOSED}:
        yield replace(label, state=State.ALL), "state"
    if label.what in of:
        whole, place = of[label.what]
        yield replace(label, what=whole), ("what", place)


def exactly_known(told, *, rounds=1):
    """How many sums there are, and small counts that are known exactly from a total and its parts.

    In one round each sum is looked at for itself; in more, what one gives is put into the others.
    """
    bounds, sums = dict(told.labels), [one for one in wholes(told) if one[0] not in one[1]]
    found = {}
    for _ in range(rounds):
        known = dict(bounds)
        for whole, parts in sums:
            low, high = (sum(known[one][end] for one in parts) for end in (0, 1))
            narrowed = {whole: known[whole]} | {one: known[one] for one in parts}
            narrow(narrowed, whole, low, high)
            for one in parts:
                mine, every = known[one], known[whole]
                narrow(narrowed, one, every[0] - (high - mine[1]), every[1] - (low - mine[0]))
            for one, ends in narrowed.items():
                narrow(bounds, one, *ends)
                if ends[0] == ends[1] and ends[0] in SMALL:
                    found[one] = ends[0]
        if bounds == known:
            break
    return len(sums), found


def values_found(pages, truth, room):
    """By differences of means: how closely the mean value of one to four clients between two filters is known."""
    means = {name: one for name, one in truth.evidence.items() if isinstance(one, Mean)}
    states = {state: truth.episodes.in_state(state) for state in State}
    for name in means:
        if definition(name).span is None or definition(name).unit is Unit.SHARE:
            continue
        told, shown = [], []
        for state, figure, mine in (
            (state, seen.figures.figures[name], mine)
            for mine, page in pages.values()
            for state, seen in page.states.items()
        ):
            if isinstance(figure, Rounded | Figure):
                told.append(mine & states[state] & truth.counted(name))
                shown.append(figure)
        sets = np.array(told, np.float32).reshape(len(told), truth.episodes.count)
        size = sets.sum(axis=1)
        between = np.where((sets @ sets.T) == size[None, :], size[:, None] - size[None, :], 0)
        for outer, inner in np.argwhere((between >= 1) & (between <= 4)):
            clients = int(between[outer, inner])
            yield name, clients, room(shown[outer], shown[inner], name, clients)
