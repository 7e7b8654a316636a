"""Metrics of a resolver that nobody asks."""

import shutil
from pathlib import Path

import structlog

from tests.support.resolver import idle_metrics


async def test_without_its_folder_the_spool_is_missing_and_the_rest_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "spool"
    async with idle_metrics(folder) as metrics:

        def names() -> set[str]:
            return {sample.name for family in metrics.collect() for sample in family.samples}

        before = names()
        shutil.rmtree(folder)
        with structlog.testing.capture_logs() as logs:
            after = names()
        folder.mkdir()
    assert {name.removeprefix("hallmint_resolver_") for name in before - after} == {
        "spool_loads",
        "spool_bytes",
        "spool_bytes_most",
    }
    assert logs == [{"event": "the spool is not counted", "error": "FileNotFoundError", "log_level": "warning"}]


async def test_every_series_is_there_from_the_start(tmp_path: Path) -> None:
    async with idle_metrics(tmp_path / "spool") as metrics:
        samples = [sample for family in metrics.registry.collect() for sample in family.samples]
    ours = [sample for sample in samples if sample.name.startswith("hallmint_")]
    assert all(sample.name.startswith("hallmint_resolver_") for sample in ours)
    not_zero = {sample.name: sample.value for sample in ours if sample.value}
    assert not_zero == {"hallmint_resolver_renewed_seconds": 7.5, "hallmint_resolver_spool_bytes_most": 1024 * 1024}
    assert "process_open_fds" in {sample.name for sample in samples}
