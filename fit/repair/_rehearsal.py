"""Practising what to say: answers go in, the client opens or closes, and the check tells at the end what it heard.

Nothing is kept here: a practice is a value, and each answer makes a new one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from fit.errors import ConflictError, InputError
from fit.repair._scene import ClientLine, Openness, Rehearsal, Sound
from fit.wording import WordingCheck, check_wording, kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

WAITED: Final = "waited"
"""Stayed silent on purpose: company to one client, distance to another, so the client is met half-way."""
BOTH: Final = "both"
"""Received it and defended a little, in one breath."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    """What the clinician said; `named` is the kind that they chose themselves where nothing was written or heard."""

    said: str = ""
    check: WordingCheck | None = None
    named: str = ""
    sound: Sound


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A line of the client's, the clinician's answer, and the line that it led to."""

    line: ClientLine
    answer: GivenAnswer
    next_line: ClientLine

    @property
    def opened(self) -> bool:
        """Whether the client opened after the answer."""
        return self.next_line.openness > self.line.openness

    @property
    def closed(self) -> bool:
        """Whether the client closed after the answer."""
        return self.next_line.openness < self.line.openness


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """A rehearsal under way. `unclear` is an answer in which the check heard nothing: the clinician names it."""

    scene: Rehearsal
    exchanges: tuple[Exchange, ...] = ()
    unclear: str = ""

    @property
    def line(self) -> ClientLine:
        """Return what the client says now."""
        return self.exchanges[-1].next_line if self.exchanges else self.scene.lines[self.scene.start]


def begin_rehearsal(scene: Rehearsal) -> Practice:
    """Begin with the client's first line."""
    return Practice(scene=scene)


def answer_in_words(practice: Practice, said: str) -> Practice:
    """GivenAnswer in words. Where the check hears nothing in them, the client waits until the clinician has named them.

    Raises
    ------
    InputError
        when nothing was written.
    ConflictError
        when the rehearsal has ended.
    """
    text = said.strip()
    if not text:
        raise InputError("Nothing is written yet. Write a sentence, or choose one of the three.")
    check = check_wording(text, step=_open_line(practice).step)
    sound = sound_of(check)
    if sound is None:
        return replace(practice, unclear=text)
    return _go_on(practice, GivenAnswer(said=text, check=check, sound=sound))


def answer_by_kind(practice: Practice, kind: str) -> Practice:
    """GivenAnswer by one's own word for what one mostly did: spoken aloud, or written and not heard by the check.

    Raises
    ------
    InputError
        when there is no such kind.
    ConflictError
        when the rehearsal has ended.
    """
    sounds = sounds_by_kind()
    if kind not in sounds:
        raise InputError(f"There is no kind of answer {kind!r}. Choose one of {', '.join(sounds)}.")
    return _go_on(practice, GivenAnswer(said=practice.unclear, named=kind, sound=sounds[kind]))


def take_back_answer(practice: Practice) -> Practice:
    """Return to before the last answer; one in which nothing was heard is taken back first."""
    return replace(practice, unclear="", exchanges=practice.exchanges if practice.unclear else practice.exchanges[:-1])


def sound_of(check: WordingCheck) -> Sound | None:
    """How an answer sounds by what was heard in it; None where nothing was."""
    if check.findings:
        return Sound.MIXED if check.good else Sound.DEFENSIVE
    return Sound.OPEN if check.good else None


def sounds_by_kind() -> dict[str, Sound]:
    """Every kind of answer that a clinician can name, with how it sounds; good moves first."""
    by_kind = {kind.id: Sound.OPEN if kind.good else Sound.DEFENSIVE for kind in kinds()}
    in_order = sorted(by_kind.items(), key=lambda one: one[1] is Sound.DEFENSIVE)
    return {**dict(in_order), BOTH: Sound.MIXED, WAITED: Sound.MIXED}


def _open_line(practice: Practice) -> ClientLine:
    if practice.line.is_end:
        raise ConflictError("This rehearsal has come to its end. Begin again, or choose another scene.")
    return practice.line


def _go_on(practice: Practice, given: GivenAnswer) -> Practice:
    line = _open_line(practice)
    following = practice.scene.lines[line.leads_to[given.sound]]
    exchange = Exchange(line=line, answer=given, next_line=following)
    return replace(practice, exchanges=(*practice.exchanges, exchange), unclear="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One thing to try next: words of the scene, or instead of the `kind` that came up most."""

    kind: str = ""
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """Looking back: every exchange, the good moves by how often they came, how often the client opened."""

    exchanges: tuple[Exchange, ...]
    good: tuple[str, ...]
    opened: int
    ended: Openness
    next_time: Suggestion


def look_back(practice: Practice) -> Feedback:
    """Look back on a practice, at its end or on the way."""
    good = Counter(kind for one in practice.exchanges for kind in _good_kinds(one.answer))
    return Feedback(
        exchanges=practice.exchanges,
        good=tuple(kind for kind, _ in good.most_common()),
        opened=sum(one.opened for one in practice.exchanges),
        ended=practice.line.openness,
        next_time=_next_time(practice),
    )


def advice_on(given: GivenAnswer) -> tuple[tuple[str, str, str], ...]:
    """Kind, reason and another turn of phrase for each thing in an answer that may have closed the client."""
    if given.check is not None:
        return tuple((one.kind, one.why, one.instead) for one in given.check.findings)
    return tuple(
        (kind.id, kind.rules[0].why, kind.rules[0].instead)
        for kind in kinds()
        if kind.id == given.named and not kind.good
    )


def _good_kinds(given: GivenAnswer) -> Iterator[str]:
    """Each good move once an answer."""
    if given.check is not None:
        yield from dict.fromkeys(move.kind for move in given.check.good)
    elif given.named and given.sound is Sound.OPEN:
        yield given.named


def _next_time(practice: Practice) -> Suggestion:
    told = [one for exchange in practice.exchanges for one in advice_on(exchange.answer)]
    if not told:
        return Suggestion(words=practice.scene.next_time)
    (most, _), *_ = Counter(kind for kind, _, _ in told).most_common(1)
    return next(Suggestion(kind=kind, words=instead) for kind, _, instead in told if kind == most)
