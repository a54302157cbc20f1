"""What a file of past ratings looks like."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from fit.scales import scales

__all__ = ["draw_import_help"]

SAMPLE = "/static/mendline/ratings-sample.csv"
"""It holds no client: anybody may have it, so it lies among the public files."""
SAMPLE_FILE = Path(__file__).parents[1] / "access" / "files" / "ratings-sample.csv"
LINK = f'<p class="ml-next"><a href="{SAMPLE}" download>Download this sample</a></p>'

COLUMNS = f"""
| column | what stands in it |
|---|---|
| `episode_id` | your own number of the episode; no name |
| `age_band` | adult, adolescent or child; the same in every row of an episode |
| `session` | 1, 2, 3 and so on, going up |
| `scale` | one of: {", ".join(one.id for one in scales().values() if one.scored)} |
| `total` | points with at most one decimal, such as 18.2 |
| `date` | optional: the day, such as 2026-01-31 |
| `informant` | optional: client (also when empty), caregiver, teacher, referrer or clinician |
| `clinician` | optional: the sign-in name of whose client it is |
| items | optional: a column for each line, such as individual; they must add up to the total |
"""


def draw_import_help(*, expanded: bool) -> None:
    """Draw the format behind one click, with a sample to take along."""
    with st.expander("What the file looks like", expanded=expanded):
        st.markdown(
            "A CSV file in UTF-8, commas between the columns, one row a rating. The first row names the columns."
        )
        st.markdown(COLUMNS)
        st.code(SAMPLE_FILE.read_text("utf-8"), language=None)
        st.html(LINK)
