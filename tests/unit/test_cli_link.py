"""The `hallmint` command: links."""

import re
from uuid import UUID

import pytest

from hallmint_client.cli.exit import ExitCode
from tests.support.command import Hallmint
from tests.support.fake_service import FakeService

TO = ("--type", "pip", "--href", "https://brand.example/", "--title", "More")


def test_a_link_is_made_at_each_level(hallmint: Hallmint, service: FakeService) -> None:
    done = hallmint("link", "create", *TO, "--product", "A", "--language", "de", "--language", "fr", "--default")
    assert done.code == 0
    assert re.search(r"^leads to +https://brand\.example/$", done.out, re.MULTILINE)
    assert re.search(r"^default +yes$", done.out, re.MULTILINE)
    sent = service.calls[-1]
    assert (sent.level.product.sku, sent.link_type, list(sent.languages), sent.is_default) == (
        "A",
        "gs1:pip",
        ["de", "fr"],
        True,
    )
    assert hallmint("link", "create", *TO, "--product", "A", "--lot", "L-1").code == 0
    assert (service.calls[-1].level.lot.product.sku, service.calls[-1].level.lot.lot_code) == ("A", "L-1")
    assert hallmint("link", "create", *TO, "--token", "V7JX8KY9MZAN0BP1").code == 0
    assert service.calls[-1].level.token.code == "V7JX8KY9MZAN0BP1"


@pytest.mark.parametrize("where", [(), ("--lot", "L-1"), ("--product", "A", "--token", "V7JX8KY9MZAN0BP1")])
def test_it_belongs_to_one_thing(hallmint: Hallmint, service: FakeService, where: tuple[str, ...]) -> None:
    assert hallmint("link", "create", *TO, *where).code == ExitCode.USAGE
    assert service.calls == []


def test_links_are_listed_with_what_they_are_of(hallmint: Hallmint, service: FakeService) -> None:
    done = hallmint("link", "list", "--product", "A B", "--limit", "3")
    assert done.code == 0
    assert service.calls[-1].product.sku == "A B"
    assert "A, lot L-1" in done.out
    assert f"{UUID(int=3)}/42" in done.out
    assert "hallmint link list --product 'A B' --limit 3 --page more" in done.out + done.err


def test_a_link_is_deleted_by_its_id(hallmint: Hallmint, service: FakeService) -> None:
    assert hallmint("link", "delete", str(UUID(int=1))).code == 0
    assert service.calls[-1].link_id == str(UUID(int=1))
