"""Classes of user agents through the binding: scores on held-out lists, people, arguments."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from mintcore import Agent, AgentMatcher, classify_agent
from tests.bench import bots

PEOPLE = bots.rows("people.tsv")
MACHINES = bots.rows("machines.tsv")
PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36"
)


def described(agent: Agent) -> tuple[str, str, str, str]:
    return agent.browser, str(agent.browser_major), agent.os, agent.device


# Scores


@pytest.mark.parametrize("name", bots.HELD_OUT)
def test_machines_of_a_held_out_list_are_found(name: str) -> None:
    agents = bots.lines(name)
    assert len(agents) > 1000
    assert len(bots.machines(agents)) / len(agents) >= 0.98


def test_99_of_100_held_out_machines_are_found() -> None:
    agents = [agent for name in bots.HELD_OUT for agent in bots.lines(name)]
    assert len(bots.machines(agents)) / len(agents) >= 0.99


def test_held_out_lists_hold_nothing_that_the_data_describes() -> None:
    known = {row[-1] for row in bots.rows("crawler-user-agents.tsv")}
    assert known.isdisjoint(agent for name in bots.HELD_OUT for agent in bots.lines(name))


def test_crawlers_that_are_yet_to_come_are_found() -> None:
    agents = bots.later()
    assert len(agents) > 900
    before = AgentMatcher.before(bots.SPLIT).classify
    assert len(bots.machines(agents, before)) / len(agents) >= 0.95
    # With their own patterns it is all of them but the people among them.
    assert len(agents) - len(bots.machines(agents)) == 3


def test_no_person_is_taken_for_a_machine() -> None:
    people = bots.people()
    assert len(PEOPLE) >= 60
    assert len(people) > 800
    assert bots.machines(people) == []


# Cases


@pytest.mark.parametrize("row", PEOPLE, ids=lambda row: row[0])
def test_person(row: list[str]) -> None:
    agent = classify_agent(row[4])
    assert (agent.traffic, *described(agent)) == ("person", *row[:4])


@pytest.mark.parametrize("row", MACHINES, ids=lambda row: row[1][-40:])
def test_machine(row: list[str]) -> None:
    agent = classify_agent(row[1])
    assert (agent.traffic, *described(agent)) == (row[0], "other", "0", "other", "other")


def test_every_class_has_cases() -> None:
    assert {row[0] for row in MACHINES} == {"search", "preview", "ai", "monitor", "library", "scanner"}


# The border


@pytest.mark.parametrize("agent", [None, "", " ", "\x00", "\ud800", "\N{ZERO WIDTH SPACE}" * 9_000])
def test_what_says_nothing_is_a_library(agent: str | None) -> None:
    assert classify_agent(agent).traffic == "library"


def test_a_person_with_a_lone_surrogate_is_still_one() -> None:
    assert classify_agent(f"{PHONE} \udcff").traffic == "person"


@pytest.mark.parametrize("classify", [classify_agent, AgentMatcher.before("2025/01/01").classify])
@pytest.mark.parametrize("wrong", [7, b"curl/8", ["curl/8"]], ids=repr)
def test_another_type_is_refused(classify: Callable[[Any], Agent], wrong: object) -> None:
    with pytest.raises(TypeError):
        classify(wrong)


def test_an_agent_is_a_value_without_its_text() -> None:
    agent = classify_agent(PHONE)
    assert agent == classify_agent(PHONE.replace("126.0.0.0", "126.9.9.9"))
    assert hash(agent) == hash(classify_agent(PHONE))
    assert agent != classify_agent("curl/8")
    assert repr(agent) == ('Agent(traffic="person", browser="Chrome", browser_major=126, os="Android", device="phone")')
    with pytest.raises(AttributeError):
        agent.browser = PHONE  # type: ignore[misc]


def test_hostile_texts_have_a_class() -> None:
    for agent in bots.hostile(300):
        assert classify_agent(agent).traffic in {"search", "preview", "ai", "monitor", "library", "scanner", "person"}


def test_threads_agree() -> None:
    agents = [row[-1] for row in PEOPLE + MACHINES]
    once = [classify_agent(agent) for agent in agents]
    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(lambda _: [classify_agent(agent) for agent in agents] == once, range(20)))
