"""The benchmark of clients runs to its end and prints its figures; how good they are is no matter of a test."""

import pytest

from tests.bench import clients
from tests.clients.conftest import own_tests
from tests.support.partner import LANGUAGES

_QUANTITY = 2000


@pytest.mark.timeout(1800)
async def test_it_prints_its_figures(capsys: pytest.CaptureFixture[str]) -> None:
    here = [language for language in LANGUAGES if not language.missing]
    assert all(own_tests(language).returncode == 0 for language in here)
    result = await clients.run(_QUANTITY)
    assert set(result) == {"quantity", "bytes", "grpc_aio", *(language.name for language in here)}
    names = {"page_s", "read_s", "raw_pages_s", "raw_export_s", "page_ratio", "read_ratio"}
    assert all(set(result[language.name]) == names for language in here)
    assert all(value > 0 for value in result["bytes"].values())
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert all(
        [language.name, "skipped:"] in [line[:2] for line in lines] for language in LANGUAGES if language.missing
    )
