"""The client's screens as HTML: every text escaped, no script or style in the page, no name and no number."""

from __future__ import annotations

import json
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from dashboard.components import form_words
from dashboard.handover import parts
from fit.casework.views import FormState

if TYPE_CHECKING:
    from fit.casework.views import ClientForm

__all__ = ["client_screen", "not_handed_over", "nothing_here", "start_screen"]

HIDDEN = " hidden"


def client_screen(form: ClientForm, token: str, *, pin_notice: str = "") -> str:
    """Draw what this form shows now: the lines, a thank-you, or a word that it is closed.

    `pin_notice` is one of the texts about PINs, shown in the open PIN pad after a try without script.
    """
    return _screen(
        form.language,
        state=_shown(form.state),
        form=_lines(form) if form.state is FormState.OPEN else "",
        content=json.dumps(form_words.form_content(form.scale, form.language)) if form.state is FormState.OPEN else "",
        small_print=form_words.small_print(form.scale, form.language) if form.state is FormState.OPEN else "",
        clinician=_clinician(form.language, token, pin_notice),
    )


def nothing_here(language: str = form_words.FALLBACK) -> str:
    """Draw the calm page for an address that is no form, or none any more."""
    link = f'<a class="for-clinician" href="/session/sign-in">{escape(form_words.form_words(language)["sign_in"])}</a>'
    return _screen(language, state="closed", form="", content="", small_print="", clinician=link)


def start_screen(episode_id: str, scale_id: str) -> str:
    """Draw the clinician's last step before the form; its script takes it at once."""
    return _template("start.html").substitute(
        assets=parts.address(), episode=escape(episode_id), scale=escape(scale_id)
    )


def not_handed_over(why: str, back: str) -> str:
    """Tell the clinician, who is still signed in, why the form was not started."""
    return _template("refused.html").substitute(why=escape(why), back=escape(back))


def _shown(state: FormState) -> str:
    return {FormState.OPEN: "open", FormState.DONE: "thanks"}.get(state, "closed")


def _screen(language: str, *, state: str, form: str, content: str, small_print: str, clinician: str) -> str:
    words = form_words.form_words(language)
    titles = {"open": words["page_title"], "thanks": words["thanks_title"], "closed": words["closed_title"]}
    return _template("screen.html").substitute(
        _escaped(words),
        language=form_words.spoken(language),
        direction=form_words.direction(language),
        title=escape(titles[state]),
        assets=parts.address(),
        worker=f"/k/worker.js?v={parts.version()}",
        state=state,
        content=escape(content),
        form=form,
        thanks_hidden="" if state == "thanks" else HIDDEN,
        closed_hidden="" if state == "closed" else HIDDEN,
        small_print=escape(small_print),
        clinician=clinician,
    )


def _lines(form: ClientForm) -> str:
    ask, how = form_words.opening(form.scale, form.informant, form.language)
    words = _escaped(form_words.form_words(form.language))
    return _template("form.html").substitute(words, ask=escape(ask), how=escape(how))


def _clinician(language: str, token: str, pin_notice: str) -> str:
    words = form_words.form_words(language)
    return _template("clinician.html").substitute(
        _escaped(words),
        action=f"/k/{escape(token)}/take-back",
        open=" open" if pin_notice else "",
        pin_notice=escape(words[pin_notice]) if pin_notice else "",
    )


def _escaped(words: dict[str, str]) -> dict[str, str]:
    return {name: escape(text) for name, text in words.items()}


@cache
def _template(name: str) -> Template:
    return Template((files("dashboard.handover") / "templates" / name).read_text("utf-8"))
