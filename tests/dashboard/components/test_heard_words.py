"""What the check heard stands in the text, and the text stays what it was."""

from __future__ import annotations

import re
from html import unescape

import pytest

from dashboard.components.heard_words import heard_html
from fit.repair import Finding, Move, WordingCheck, check_wording


def test_words_that_may_close_and_good_moves_are_marked_apart():
    marked = heard_html(check_wording("Thank you for telling me. Change takes time."))
    assert '<mark class="good-move">Thank you for telling</mark>' in marked
    assert '<mark class="may-close">Change takes time</mark>' in marked


def test_where_two_overlap_what_may_close_is_shown():
    finding = Finding(kind="explain", start=2, end=5, why="", instead="")
    move = Move(kind="thank", start=0, end=4)
    marked = heard_html(WordingCheck(text="abcdef", findings=(finding,), good=(move,)))
    assert (
        marked == '<mark class="good-move">ab</mark><mark class="may-close">cd</mark><mark class="may-close">e</mark>f'
    )


@pytest.mark.parametrize(
    "text", ["", "Hm.", "<b>I hear you</b> & I'm sorry, but change takes time.", "You always do this."]
)
def test_the_text_stays_what_it_was_and_no_markup_of_the_writer_gets_through(text):
    marked = heard_html(check_wording(text))
    assert unescape(re.sub(r"</?mark[^>]*>", "", marked)) == text
    assert "<b>" not in marked
