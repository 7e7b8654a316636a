"""Each benchmark runs to its end and prints its figures; how good they are is no matter of a test."""

import json
import subprocess
import sys

import pytest

BENCHES = {
    "mint": (
        ["--quantity", "2000"],
        {"mint_over_raw", "usual_over_mint", "raw_over_psql", "codes_per_s", "rss_growth_mb"},
    ),
    "bots": (["--offline", "--rounds", "5"], {"ns_per_agent", "recall", "recall_by_date", "false_positive_rate"}),
    "catalog": (
        ["--products", "300", "--tokens", "1000", "--seconds", "3"],
        {"import_rows_per_s", "import_over_copy", "get_over_echo", "get_p99_ms", "submit_p50_ms", "list_page_ratio"},
    ),
    "log": (
        ["--quantity", "2000", "--batches", "5000", "--rounds", "1"],
        {
            "commitment_cost",
            "batches_per_s",
            "tree_kb",
            "log_batches",
            "proof_p99_ms",
            "proof_calm_p99_ms",
            "calm_share",
            "proof_in_service_p99_ms",
            "verify_us",
        },
    ),
    "console": (
        ["--few", "2500", "--many", "5000", "--viewers", "10"],
        {"ttfb_growth", "dashboard_p99_ms", "tokens_p99_ms", "watches", "console_peak_rss_mb"},
    ),
    "export": (
        ["--quantity", "12000", "--drawn", "200"],
        {"export_over_raw", "qr_per_s", "qr_over_segno", "png_zip_s", "pdf_s", "worker_peak_rss_mb", "rss_growth_mb"},
    ),
}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", BENCHES)
def test_a_benchmark_prints_its_figures(name: str) -> None:
    arguments, figures = BENCHES[name]
    command = [sys.executable, "-m", f"tests.bench.{name}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    result = json.loads(done.stdout.splitlines()[-1])
    assert figures <= set(result)
    assert all(result[figure] is not None for figure in figures)
