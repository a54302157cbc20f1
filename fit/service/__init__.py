"""Figures for a team or a clinic: outcomes, the alliance across the caseload, fair comparison, what may be shown."""
