"""The page that lies beside all of a client's data: what is in it, in plain words and in the client's language.

It opens in any browser without a connection: one file, no script, nothing from elsewhere.
"""

from __future__ import annotations

from html import escape
from itertools import chain
from typing import TYPE_CHECKING, Final

from dashboard.components.form_words import direction, form_words, spoken, spoken_date
from dashboard.documents.own_report import goal_went
from fit.casework.views import ConsentKind, GoalState, RatingStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from fit.casework.views import ConsentRow, GoalRow, OwnData, RatingRow, SessionRow

    Words = Mapping[str, str]
    Said = Callable[[date], str]

__all__ = ["own_data_page"]

STYLE: Final = (
    "body{font:1.05rem/1.55 system-ui,sans-serif;margin:2rem auto;max-width:44rem;padding-inline:1rem;color:#1f2a2e;"
    "background:#fff}table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #ccc;padding:.35rem .5rem;"
    "text-align:start;vertical-align:top}li{margin-block:.5rem}tr{break-inside:avoid}"
)
AGREED_TO: Final[Mapping[ConsentKind, str]] = {
    ConsentKind.RATINGS: "own_data_ratings",
    ConsentKind.RECORDING: "own_data_recording",
    ConsentKind.TRANSCRIPT: "own_data_transcript",
}
TOLD: Final = frozenset({GoalState.CURRENT, GoalState.REACHED})
"""Goals as they are now; what they were before is in the tables."""


def own_data_page(found: OwnData) -> str:
    """Write the page."""
    words, language = form_words(found.language), spoken(found.language)
    title = escape(words["own_data_title"])
    return (
        f'<!doctype html><html lang="{language}" dir="{direction(language)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{STYLE}</style></head>'
        f"<body><main><h1>{title}</h1>{''.join(_parts(found, words))}</main></body></html>\n"
    )


def _parts(found: OwnData, words: Words) -> Iterator[str]:
    def said(day: date) -> str:
        return spoken_date(day, found.language)

    about = " · ".join((found.clinic_name, found.client_code, said(found.as_of)))
    yield f"<p>{escape(about)}</p><p>{escape(words['own_data_lead'])}</p>"
    yield _part(words, "own_data_sessions", _sessions(found.sessions, words, said))
    yield _part(words, "report_goals", _list(_goal(goal, words) for goal in found.goals if goal.state in TOLD))
    yield _part(words, "own_data_consents", _list(_consent(one, words, said) for one in found.consents))
    yield f"<p>{escape(words['own_data_more'])}</p><p><strong>{escape(words['own_data_keep'])}</strong></p>"


def _part(words: Words, heading: str, body: str) -> str:
    nothing = f"<p>{escape(words['own_data_nothing'])}</p>"
    return f"<h2>{escape(words[heading])}</h2>{body or nothing}"


def _list(entries: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(one)}</li>" for one in entries)
    return f"<ul>{items}</ul>" if items else ""


def _sessions(sessions: Iterable[SessionRow], words: Words, said: Said) -> str:
    rows = "".join(_session(one, words, said) for one in sessions)
    head = "".join(
        f'<th scope="col">{escape(words[name])}</th>' for name in ("own_data_session", "own_data_day", "own_data_forms")
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>" if rows else ""


def _session(one: SessionRow, words: Words, said: Said) -> str:
    day = words["own_data_no_day"] if one.occurred_on is None else said(one.occurred_on)
    forms = ", ".join(chain.from_iterable(_form(rating, words) for rating in one.ratings)) or "\N{EN DASH}"
    return f'<tr><th scope="row">{one.meeting}</th><td>{escape(day)}</td><td>{escape(forms)}</td></tr>'


def _form(rating: RatingRow, words: Words) -> Iterator[str]:
    """A form with its total; what was taken out as wrong is in the tables alone."""
    if rating.status is RatingStatus.SKIPPED:
        yield f"{rating.scale_title}: {words['own_data_skipped']}"
    elif rating.status is RatingStatus.ACTIVE:
        yield rating.scale_title if rating.total is None else f"{rating.scale_title}: {rating.total}"


def _goal(goal: GoalRow, words: Words) -> str:
    return f"\u201c{goal.words}\u201d {words[f'report_goal_{goal_went(goal)}']}"


def _consent(one: ConsentRow, words: Words, said: Said) -> str:
    agreed = words["own_data_agreed"].format(day=said(one.given_on))
    back = [words["own_data_withdrawn"].format(day=said(one.withdrawn_on))] if one.withdrawn_on else []
    return f"{words[AGREED_TO[one.kind]]}: {', '.join([agreed, *back])}"
