"""People's words in Markdown: letter by letter, and nothing for Markdown to do."""

from __future__ import annotations

import pytest

from dashboard.plain_text import plain


@pytest.mark.parametrize(
    "words", ["own-steady", "Sim. 056", "O'Neil", "A (2)", "14:30", "x - y, z.", "Ø. Åse", "", "50 %"]
)
def test_ordinary_words_stay_as_they_are(words: str) -> None:
    assert plain(words).replace("\\:", ":") == words


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("*b* _i_ ~~s~~", r"\*b\* \_i\_ \~\~s\~\~"),
        ("[l](http://x.example)", "\\[l\\](http\\:\u2060//x.example)"),
        ("![i](//x.example)", r"\!\[i\](//x.example)"),
        ("<img src=x>", r"\<img src=x\>"),
        ("$x^2$ `code`", r"\$x\^2\$ \`code\`"),
        (":red[r]", "\\:\u2060red\\[r\\]"),
        (":material/delete: :smile:", "\\:\u2060material/delete: \\:\u2060smile:"),
        ("# title", r"\# title"),
        ("- one\n- two", r"\- one - two"),
        ("1. one", r"1\. one"),
        ("www.x.example me@x.example", "www\u2060.x.example me@\u2060x.example"),
        (r"a\b", r"a\\b"),
        ("&lt;", r"\&lt;"),
        ("a\u202eb\u2066c\x07d\x00", "abcd"),
        ("    indented\n\n***\n", r"indented \*\*\*"),
    ],
)
def test_what_markdown_would_take_for_markup_is_shown(typed: str, shown: str) -> None:
    assert plain(typed) == shown
