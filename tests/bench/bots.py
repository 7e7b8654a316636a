"""`make bench-bots`: classes of user agents: time, recall on held-out lists, false positives among people.

The list of people is the npm package user-agents (BSD 2-clause, Intoli), fetched once with npm and checked; without it
only the committed people are scored. The last line is one JSON object; every count is printed before it.
"""

import argparse
import base64
import hashlib
import json
import random
import shutil
import subprocess
import tarfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import psutil

from mintcore import Agent, AgentMatcher, classify_agent

_ROOT = Path(__file__).parents[2]
VECTORS = _ROOT / "tests" / "vectors" / "agent"
HELD_OUT = ("isbot-2.0.0.txt", "crawlerdetect-0.4.2.txt")
SPLIT = "2025/01/01"
"""Entries of the data from this day on stand for crawlers yet to come."""

_PACKAGE = "user-agents@2.1.198"
_INTEGRITY = "cpFqEfpW1DW7MZYfJaknK5mNJZBgUwfroY0y1jSVy8Y93T4pmP0wp5HhXTOqZUbUbFppp0fwCyfttG9rsl3vqw=="
_CACHE = _ROOT / "build" / "agents"
_MEMBER = "package/dist/user-agents.json"

Classify = Callable[[str], Agent]


def lines(name: str) -> list[str]:
    """A list of agents, one a line."""
    return (VECTORS / name).read_text(encoding="utf-8").splitlines()


def rows(name: str) -> list[list[str]]:
    """A table without its heading."""
    return [line.split("\t") for line in lines(name) if not line.startswith("#")]


def people() -> list[str]:
    """The committed people: browsers, apps, phones."""
    return [row[-1] for row in rows("people.tsv")] + lines("phones.txt")


def later() -> list[str]:
    """The agents of the entries from `SPLIT` on."""
    return [agent for day, _, agent in rows("crawler-user-agents.tsv") if day >= SPLIT]


def machines(agents: Iterable[str], classify: Classify = classify_agent) -> list[str]:
    """Those that are not taken for people."""
    return [agent for agent in agents if classify(agent).traffic != "person"]


def user_agents(cache: Path = _CACHE) -> list[str] | str:
    """The agents of the npm package, each once; the reason where it cannot be had. RuntimeError where it is another."""
    archive = cache / f"{_PACKAGE.replace('@', '-')}.tgz"
    if not archive.exists():
        npm = shutil.which("npm")
        if npm is None:
            return "npm is not installed"
        cache.mkdir(parents=True, exist_ok=True)
        command = [npm, "pack", "--silent", "--pack-destination", str(cache), _PACKAGE]
        try:
            done = subprocess.run(command, capture_output=True, timeout=60, check=False)
        except subprocess.TimeoutExpired:
            return "npm does not answer"
        if done.returncode != 0 or not archive.exists():
            return "npm cannot fetch it"
    if base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() != _INTEGRITY:
        raise RuntimeError(f"{archive} is not what was pinned")
    with tarfile.open(archive) as package:
        file = package.extractfile(_MEMBER)
        if file is None:
            raise RuntimeError(f"{archive} has no {_MEMBER}")
        return list(dict.fromkeys(entry["userAgent"] for entry in json.load(file)))


def hostile(count: int) -> list[str]:
    """Texts of 512 characters that begin many patterns and words."""
    chance = random.Random(1)  # noqa: S311 - the same texts in each run
    pieces = [row[2][: chance.randrange(2, 24)] for row in rows("crawler-user-agents.tsv")]
    pieces += ["bot", "crawl", "http", "a@b", ".co", "compatible; m", "(KHTML, like Gecko", "Android; x bot "] * 50
    drawn = ["".join(chance.choices(pieces, k=64))[:512] for _ in range(count)]
    return [*drawn, "Mozilla/" * 64, "Current" * 73, "bo" * 256, "a" * 512, "@a." * 170, "(" * 512]


def nanoseconds(agents: list[str], rounds: int) -> float:
    """Time of one call, the best round: whatever else runs on the machine only adds to it."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter_ns()
        for agent in agents:
            classify_agent(agent)
        best = min(best, time.perf_counter_ns() - start)
    return best / len(agents)


def first_call() -> None:
    """Print what compiling the patterns costs a process."""
    process = psutil.Process()
    before, start = process.memory_info().rss, time.perf_counter()
    classify_agent("Mozilla/5.0")
    took, grown = time.perf_counter() - start, process.memory_info().rss - before
    print(f"first call: {took * 1000:.1f} ms, {grown / 2**20:.1f} MB")


def main() -> None:
    """Score and time."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--offline", action="store_true", help="do not fetch the list of user-agents")
    arguments = parser.parse_args()
    first_call()

    total = found = 0
    for name in HELD_OUT:
        agents = lines(name)
        hits = machines(agents)
        classes = Counter(classify_agent(agent).traffic for agent in hits)
        print(f"{name}: {len(hits)} of {len(agents)} machines found, {len(hits) / len(agents):.4f}; {dict(classes)}")
        total, found = total + len(agents), found + len(hits)
    new = later()
    foreseen = machines(new, AgentMatcher.before(SPLIT).classify)
    print(f"entries of {SPLIT[:4]} or later, without them: {len(foreseen)} of {len(new)} machines found")

    committed = people()
    listed = "not asked for" if arguments.offline else user_agents()
    if isinstance(listed, str):
        print(f"{_PACKAGE}: skipped, {listed}")
        listed = []
    taken = {"committed people": (machines(committed), committed), _PACKAGE: (machines(listed), listed)}
    for source, (wrong, agents) in taken.items():
        print(f"{source}: {len(wrong)} of {len(agents)} people taken for machines")
        print("".join(f"  {agent}\n" for agent in wrong), end="")
    flagged = sum(len(wrong) for wrong, _ in taken.values())
    all_people = sum(len(agents) for _, agents in taken.values())

    usual = [row[-1] for row in rows("people.tsv")]
    figures = {
        "ns_per_agent": round(nanoseconds(usual, arguments.rounds)),
        "ns_per_hostile_agent": round(nanoseconds(hostile(100), max(1, arguments.rounds // 10))),
        "recall": round(found / total, 4),
        "recall_by_date": round(len(foreseen) / len(new), 4),
        "false_positive_rate": round(flagged / all_people, 6),
        "machines": total,
        "machines_by_date": len(new),
        "people": all_people,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
