"""The domain of Mendline: scales, ratings, change, alliance, alerts. No screen, no web."""
