"""What a file of past ratings looks like."""

from __future__ import annotations

import streamlit as st

from fit.scales import scales

__all__ = ["SAMPLE", "draw_import_help"]

SAMPLE = """\
episode_id,age_band,session,scale,total,date,clinician
C-0001,adult,1,ors,18.2,2026-01-12,clinician.one
C-0001,adult,1,srs,36.5,2026-01-12,clinician.one
C-0001,adult,2,ors,20.1,2026-01-19,clinician.one
C-0001,adult,2,srs,34.0,2026-01-19,clinician.one
"""

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
        st.code(SAMPLE, language=None)
        # the sample holds no client: anybody may have it, so it needs no route of its own
        st.download_button("Download this sample", SAMPLE, "ratings-sample.csv", "text/csv", on_click="ignore")
