"""By which policy, path and scales a report was worked out, so that its numbers can be worked out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.components.why_words import why_entries
from fit.assessment import explain
from fit.reports.document import Facts, Section, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.casework.views import ClientPage
    from fit.reports.document import Block
    from fit.scales import Scale

__all__ = ["appendix"]

SIMULATED = (
    "The expected path is a reference worked out from simulated clients who began alike; it is no promise, and no "
    "measure of a clinician."
)


def appendix(page: ClientPage) -> Section:
    """The methods of the leading strand, and every scale that was given."""
    return Section(heading="How the figures are worked out", blocks=tuple(_blocks(page)))


def _blocks(page: ClientPage) -> Iterator[Block]:
    one = page.strands[0]
    scales = {each.id: each for strand in page.strands for each in _scales(strand.outcome_scale, strand.alliance_scale)}
    yield Facts(entries=tuple((each.title, f"{each.id}, version {each.version}") for each in scales.values()))
    yield Facts(
        entries=(
            ("Policy", f"{one.policy.title} ({one.policy.id} {one.policy.version}). {one.policy.source}"),
            ("Expected path", f"{one.curve_set.label} ({one.curve_set.id} {one.curve_set.version})"),
            ("Its source", one.curve_set.source),
        )
    )
    yield Text(said=SIMULATED, quiet=True)
    if one.effect_size is not None:
        why = explain(one, "effect_size")
        yield Text(said=why.title, leads=True)
        yield Facts(entries=why_entries(why))


def _scales(*both: Scale | None) -> Iterator[Scale]:
    return (each for each in both if each is not None)
