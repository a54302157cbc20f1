"""Which published lines a clinic works by: one cited, versioned TOML file a policy."""

from fit.policies._policy import Bound, Line, Policy, Severity, load_policy, policy, policy_ids

__all__ = ["Bound", "Line", "Policy", "Severity", "load_policy", "policy", "policy_ids"]
