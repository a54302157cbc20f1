"""Figures for a clinician, a team or a clinic: outcomes, alliance, repairs, fair comparison, what may be shown."""
