"""Every rule of the lexicon finds its examples and passes its near misses by; every file can be read."""

from __future__ import annotations

import pytest

from extractor.notation.lexicon import FORMS, Rule, rules
from extractor.resources import schema_path

RULES = [rule for path in sorted(schema_path("lexicon").glob("*.toml")) for rule in rules(path.stem).values()]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_finds_its_examples_and_passes_near_misses_by(rule: Rule) -> None:
    said = (rule.meaning, rule.source, rule.examples, rule.near_misses)
    assert all(said), "each rule says what and whence, and shows both sides"
    assert rule.language in ("ja", "en", "any")
    form = FORMS[rule.form]
    assert [text for text in rule.examples if not rule.finds(form(text))] == []
    assert [text for text in rule.near_misses if rule.finds(form(text))] == []
