"""`mendline significance`: a sample of pre and post scores through one of the published indices."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.commands.assess import existing
from fit.change.sample import CutoffKind, Group, Method, Sample, SampleChange, change_of_sample, index_of_sample

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

__all__ = ["add_to", "significance"]

Scores = Annotated[Path, typer.Argument(help="CSV with id,pre,post; for HLM id,session,score.", metavar="PREPOST.csv")]
ByMethod = Annotated[Method, typer.Option(help="Index family.")]
Reliability = Annotated[float | None, typer.Option(min=0, max=1, help="Reliability of the scale; HLM needs none.")]
Kind = Annotated[CutoffKind, typer.Option(help="Which of the three cutoffs.")]
Mean = Annotated[float, typer.Option(help="Mean of people who do not seek help.")]
Sd = Annotated[float, typer.Option(help="Standard deviation of people who do not seek help.")]
BetterIs = Annotated[str, typer.Option(metavar="lower|higher", help="In which direction a score gets better.")]
Out = Annotated[Path, typer.Option(help="Where the rows go: id,pre,post,index,change.", metavar="OUT.csv")]
Post = Annotated[float | None, typer.Option(min=0, max=1, help="Reliability at the later measurement (NK).")]
ClinicalMean = Annotated[float | None, typer.Option(help="Mean of people who seek help; default: of the pre scores.")]
ClinicalSd = Annotated[float | None, typer.Option(help="Their standard deviation; default: of the pre scores.")]


def add_to(cli: typer.Typer) -> None:
    """Add `significance`."""
    cli.command()(significance)


def significance(
    scores: Scores,
    *,
    method: ByMethod,
    cutoff: Kind,
    functional_mean: Mean,
    functional_sd: Sd,
    better: BetterIs,
    out: Out,
    reliability: Reliability = None,
    reliability_post: Post = None,
    clinical_mean: ClinicalMean = None,
    clinical_sd: ClinicalSd = None,
) -> None:
    """Say of each person whether the change is reliable and clinically significant, and by which statistics."""
    from fit.interop.rows_out import write_rows

    if better not in {"lower", "higher"}:
        raise typer.BadParameter(f"{better!r} is neither lower nor higher.", param_hint="--better")
    if reliability is None and method != Method.HLM:
        raise typer.BadParameter(f"{method} needs the reliability of the scale.", param_hint="--reliability")
    ids, pre, post, index = _persons(existing(scores), method)
    sample = Sample.of(pre, post, math.nan if reliability is None else reliability, reliability_post)
    clinical = Group(
        mean=sample.mean_pre if clinical_mean is None else clinical_mean,
        sd=sample.sd_pre if clinical_sd is None else clinical_sd,
    )
    changed = change_of_sample(
        pre,
        post,
        index_of_sample(pre, post, method, sample) if index is None else index,
        method=method,
        cutoff=cutoff,
        clinical=clinical,
        functional=Group(mean=functional_mean, sd=functional_sd),
        lower_is_better=better == "lower",
    )
    rows = zip(ids, pre.tolist(), post.tolist(), changed.index.tolist(), map(str, changed.change), strict=True)
    write_rows(out, ("id", "pre", "post", "index", "change"), rows)
    typer.echo(json.dumps(_statistics(method, sample, clinical, changed), indent=2))


def _persons(path: Path, method: Method) -> tuple[tuple[str, ...], Points, Points, Points | None]:
    """Ids, first and last scores, and the index where the method needs every session for it."""
    import numpy as np

    from fit.change.significance import growth_model
    from fit.interop.scores_in import read_long, read_pre_post

    if method != Method.HLM:
        table = read_pre_post(path)
        return table.ids, np.array(table.pre), np.array(table.post), None
    long = read_long(path)
    by_session = sorted(zip(long.session, range(len(long.ids)), strict=True))
    last = {long.ids[row]: long.score[row] for _, row in by_session}
    first = {long.ids[row]: long.score[row] for _, row in reversed(by_session)}
    ids = tuple(dict.fromkeys(long.ids))
    index = growth_model(long.ids, long.session, long.score)
    pre, post, deviation = (np.array([of[one] for one in ids]) for of in (first, last, index))
    return ids, pre, post, deviation


def _statistics(method: Method, sample: Sample, clinical: Group, changed: SampleChange) -> dict[str, Any]:
    from fit.change import significance as sig

    known = not math.isnan(sample.reliability)
    error = (sample.sd_pre, sample.reliability)
    return {
        "method": method.value,
        "n": sample.n,
        "mean_pre": sample.mean_pre,
        "sd_pre": sample.sd_pre,
        "mean_post": sample.mean_post,
        "sd_post": sample.sd_post,
        "correlation": sample.correlation,
        "reliability": sample.reliability if known else None,
        "reliability_post": sample.reliability_post if known else None,
        "standard_error": sig.standard_error(*error) if known else None,
        "standard_error_of_difference": sig.standard_error_of_difference(*error) if known else None,
        "reliable_change_points": sig.reliable_change_points(*error) if known else None,
        "clinical_mean": clinical.mean,
        "clinical_sd": clinical.sd,
        "cutoff": changed.cutoff,
        "critical": changed.critical,
        "counts": {str(one): changed.change.count(one) for one in dict.fromkeys(changed.change)},
    }
