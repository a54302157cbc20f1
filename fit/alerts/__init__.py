"""What someone must look at: one rule a file, found by folder. A rule states a fact; severity is the policy's."""

from fit.alerts._alert import Alert, find_alerts
from fit.alerts._registry import rule, rules

__all__ = ["Alert", "find_alerts", "rule", "rules"]
