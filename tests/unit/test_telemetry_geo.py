"""Countries from a file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hallmint_resolver.address import Address
from hallmint_resolver.telemetry.geo import Geo, GeoFileError
from tests.support.mmdb import mmdb

NETWORKS = {
    "203.0.113.0/25": {"country": {"iso_code": "DE"}, "subdivisions": [{"iso_code": "BE", "names": {"en": "Berlin"}}]},
    "203.0.113.128/25": {"country": {"iso_code": "AT"}, "subdivisions": [{"names": {"en": "Tyrol"}}]},
    "198.51.100.0/24": {"country_code": "FR"},
    "192.0.2.0/28": {"country_code": "unknown", "subdivisions": []},
    "192.0.2.16/28": {"country": "FR", "subdivisions": ["x"]},
    "192.0.2.32/28": "FR",
    "2001:db8::/32": {"country": {"iso_code": "SE"}, "subdivisions": [{"names": {"en": "x" * 100}}]},
}


@pytest.fixture
def geo(tmp_path: Path) -> Callable[..., Geo]:
    def make(networks: dict[str, Any] = NETWORKS, ip_version: int = 6) -> Geo:
        path = tmp_path / "test.mmdb"
        path.write_bytes(mmdb(networks, ip_version=ip_version))
        return Geo(path)

    return make


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("203.0.113.1", ("DE", "BE")),
        ("203.0.113.200", ("AT", "Tyrol")),  # the same /24: the whole address is looked up
        ("::ffff:203.0.113.1", ("DE", "BE")),
        ("198.51.100.7", ("FR", None)),
        ("192.0.2.1", (None, None)),
        ("192.0.2.17", (None, None)),
        ("192.0.2.33", (None, None)),
        ("10.0.0.1", (None, None)),
        ("2001:db8::1%eth0", ("SE", "x" * 64)),
        ("fe80::1", (None, None)),
        ("no address", (None, None)),
    ],
)
def test_look_up(geo: Callable[..., Geo], address: str, found: tuple[str | None, str | None]) -> None:
    assert geo().country(Address.parse(address)) == found


def test_a_file_of_ipv4_alone(geo: Callable[..., Geo]) -> None:
    small = geo({"198.51.100.0/24": {"country_code": "FR"}}, 4)
    assert small.country(Address.parse("198.51.100.7")) == ("FR", None)
    assert small.country(Address.parse("2001:db8::1")) == (None, None)


def test_without_a_file_nothing_is_known() -> None:
    assert Geo(None).country(Address.parse("203.0.113.1")) == (None, None)


@pytest.mark.parametrize("content", [None, b"", b"no database"])
def test_a_file_that_cannot_be_used_is_said(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "bad.mmdb"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(GeoFileError, match=r"bad\.mmdb is no MMDB file"):
        Geo(path)
