from __future__ import annotations

import ast
from pathlib import Path

import pytest

import fit.alerts
from fit.alerts import _registry, rules
from fit.errors import DefinitionError

FOLDER = Path(fit.alerts.__file__).parent


def test_every_file_is_a_rule_of_its_name():
    assert [rule.id for rule in rules()] == sorted(path.stem for path in FOLDER.glob("[a-z]*.py"))


def test_bits_of_all_rules_fit_in_a_column():
    assert len(rules()) <= 32


def test_rules_know_nothing_of_each_other():
    for path in FOLDER.glob("[a-z]*.py"):
        modules = {node.module for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)}
        assert {name for name in modules if name and name.startswith("fit.alerts.")} == {"fit.alerts._registry"}, path


def test_every_rule_speaks_of_outcome_or_of_the_alliance():
    assert {rule.kind for rule in rules()} == {"outcome", "alliance"}


def test_a_file_without_a_rule_of_its_name_is_refused():
    with pytest.raises(DefinitionError, match=r"fit/alerts/_alert\.py: no @rule function _alert"):
        _registry._rule_of("_alert")
