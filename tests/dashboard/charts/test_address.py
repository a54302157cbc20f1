"""A drawing as an address says the same drawing, whatever stands in it."""

from __future__ import annotations

from urllib.parse import quote, unquote

from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.charts.address import SAFE, svg_address


@given(st.text(st.characters(exclude_categories=["Cs"])))
@example("<svg fill='#fff' width=\"100%\">é 心\U0001f642\x00\x7f</svg>")
def test_it_is_quoted_as_addresses_are(svg):
    address = svg_address(svg)
    assert address == "data:image/svg+xml," + quote(svg, safe=SAFE)
    assert unquote(address.partition(",")[2]) == svg
