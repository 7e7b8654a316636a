"""What Prometheus reads of a program: /metrics over HTTP."""

import asyncio
import urllib.request

from prometheus_client.parser import text_string_to_metric_families

ADDRESS = "127.0.0.1"
Labels = tuple[tuple[str, str], ...]
Samples = dict[tuple[str, Labels], float]


def text_of(port: int) -> str:
    """One scrape, as it comes."""
    with urllib.request.urlopen(f"http://{ADDRESS}:{port}/metrics", timeout=20) as answer:
        return str(answer.read().decode())


def read(port: int) -> Samples:
    """One scrape: values by name and labels."""
    families = text_string_to_metric_families(text_of(port))
    return {(s.name, tuple(sorted(s.labels.items()))): s.value for family in families for s in family.samples}


async def scrape(port: int) -> Samples:
    """The same, while the event loop goes on."""
    return await asyncio.to_thread(read, port)


def labels(**values: str) -> Labels:
    """As a key of `Samples` has them."""
    return tuple(sorted(values.items()))
