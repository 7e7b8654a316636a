"""docs/operate/alerts.yml: what it asks Prometheus for is there, under these names and labels."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]
from grpc import StatusCode
from psycopg_pool import AsyncConnectionPool

from hallmint_resolver.answer import Kind
from hallmint_resolver.model import Outcome
from hallmint_resolver.tally import STATUSES
from hallmint_server.log import sequencer
from hallmint_server.metric import Metrics
from tests.support.markdown import ROOT
from tests.support.resolver import idle_metrics

_FILE = ROOT / "docs" / "operate" / "alerts.yml"
_RULES: list[dict[str, Any]] = [
    rule for group in yaml.safe_load(_FILE.read_text(encoding="utf-8"))["groups"] for rule in group["rules"]
]
_SERIES = re.compile(r"\b(hallmint_[a-z_]+)(?:\{([^}]*)\})?")
_LABEL = re.compile(r'([a-z]+)(?:=~|!=|=)"([^"]*)"')
# What Prometheus has of its own, and what a histogram's buckets are told apart by.
_OF_PROMETHEUS = {"le"}


async def metrics(folder: Path) -> dict[str, set[str]]:
    """Every series that a serve, a worker or a resolver can have, with its labels."""
    made = Metrics()
    made.watch_pool(AsyncConnectionPool("", open=False))

    async def queue() -> Mapping[tuple[str, str], int]:
        return {}

    async def log() -> Mapping[str, float]:
        return {}

    made.watch_queue(queue)
    made.watch_log(log)
    found: dict[str, set[str]] = {"hallmint_queue_jobs": {"kind", "state"}}
    for collector in list(made.registry._collector_to_names):  # noqa: SLF001 - series without a value yet have no samples
        names = made.registry._collector_to_names[collector]  # noqa: SLF001
        labels = set(getattr(collector, "_labelnames", ()))
        for name in names:
            found.setdefault(name, labels)
    async with idle_metrics(folder) as of_resolver:
        # All of them are there from the start.
        samples = [sample for family in of_resolver.collect() for sample in family.samples]
    return found | {sample.name: {*sample.labels} - _OF_PROMETHEUS for sample in samples}


@pytest.mark.parametrize("rule", _RULES, ids=lambda rule: rule["alert"])
async def test_a_rule_asks_for_what_there_is(rule: dict[str, Any], tmp_path: Path) -> None:
    known = await metrics(tmp_path)
    expression = str(rule["expr"])
    asked = _SERIES.findall(expression)
    assert asked or expression.startswith("up{")
    by = {word for words in re.findall(r"by \(([a-z, ]+)\)", expression) for word in words.split(", ")}
    for name, matchers in asked:
        assert name in known
        assert {label for label, _ in _LABEL.findall(matchers)} <= known[name]
    assert by - _OF_PROMETHEUS <= {label for name, _ in asked for label in known[name]}
    words = set(re.findall(r"\$labels\.([a-z]+)", rule["annotations"]["summary"]))
    assert words <= (by or {label for name, _ in asked for label in known[name]})
    assert rule["labels"]["severity"] in ("page", "ticket")


def test_values_of_labels_are_those_that_are_set() -> None:
    values: dict[str, set[str]] = {}
    values_of_resolver: dict[str, set[str]] = {}
    for rule in _RULES:
        for name, matchers in _SERIES.findall(str(rule["expr"])):
            for label, value in _LABEL.findall(matchers):
                of = values_of_resolver if name.startswith("hallmint_resolver_") else values
                of.setdefault(label, set()).update(value.split("|") if label == "code" else {value})
    assert values_of_resolver["kind"] <= {*Kind}
    assert values_of_resolver["code"] <= {str(status) for statuses in STATUSES.values() for status in statuses}
    assert values_of_resolver["outcome"] <= {*Outcome}
    assert values_of_resolver.keys() == {"kind", "code", "outcome"}
    assert values["code"] <= {code.name for code in StatusCode}
    assert values["reason"] <= {*sequencer._REASONS.values(), "conflict"}  # noqa: SLF001
    queue = (ROOT / "server/hallmint_server/jobs/queue.sql").read_text(encoding="utf-8")
    assert all(f"'{state}'" in queue for state in values["state"])


def test_names_of_alerts_are_their_own() -> None:
    names = [rule["alert"] for rule in _RULES]
    assert len({*names}) == len(names) > 10
