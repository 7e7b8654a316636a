"""Clients in four languages against one installation (clients/README.md). A language that is not on this machine is skipped."""

import subprocess
from collections.abc import Iterator
from functools import cache

import pytest

from tests.support.database import Server
from tests.support.partner import LANGUAGES, Language
from tests.support.stage import Stage, staging


@pytest.fixture(scope="session")
def stage(postgres: Server, _template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The installation that all of them call."""
    with postgres.database(_template) as url, staging(url, tmp_path_factory.mktemp("stage")) as made:
        yield made


@cache
def own_tests(language: Language) -> subprocess.CompletedProcess[str]:
    """Its own tests, run once; Python's are those of the other folders."""
    if language.name == "python":
        return subprocess.CompletedProcess([], 0)
    return language.test()


@pytest.fixture(params=LANGUAGES, ids=str)
def partner(request: pytest.FixtureRequest) -> Language:
    """A client whose language is on this machine, built."""
    language: Language = request.param
    if language.missing:
        pytest.skip(f"{language.missing} is missing")
    run = own_tests(language)
    assert run.returncode == 0, run.stdout[-8000:]
    return language
