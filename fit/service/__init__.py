"""Aggregates for one clinician, a team or a clinic: what the ratings of many episodes say together."""
