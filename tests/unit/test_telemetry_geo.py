"""Countries from a file: one of the operator's, or the embedded one."""

import contextlib
import hashlib
import lzma
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from hallmint_resolver.address import Address
from hallmint_resolver.settings import Settings
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


@pytest.fixture(scope="module")
def embedded() -> Iterator[Geo]:
    with contextlib.closing(Geo(None)) as geo:
        yield geo


@pytest.mark.parametrize(
    ("address", "country"),
    [
        # Universities and registries, which have kept these addresses for decades.
        ("129.132.1.1", "CH"),
        ("130.149.7.1", "DE"),
        ("::ffff:130.149.7.1", "DE"),
        ("133.11.0.1", "JP"),
        ("193.0.6.139", "NL"),
        ("2001:200::1", "JP"),
        ("2001:620::1", "CH"),
        ("2001:638::1", "DE"),
        ("10.0.0.1", None),
        ("127.0.0.1", None),
        ("192.0.2.1", None),
        ("2001:db8::1", None),
        ("fe80::1", None),
    ],
)
def test_the_embedded_file_knows_countries(embedded: Geo, address: str, country: str | None) -> None:
    assert embedded.country(Address.parse(address)) == (country, None)


def test_who_sets_a_file_does_not_get_the_embedded_one(geo: Callable[..., Geo], embedded: Geo) -> None:
    assert geo().country(Address.parse("130.149.7.1")) == (None, None)
    assert (embedded.is_embedded, geo().is_embedded) == (True, False)


def test_an_embedded_file_that_is_damaged_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/dbip-country-lite.mmdb.xz").write_bytes(b"not xz")
    monkeypatch.setattr("hallmint_resolver.telemetry.geo.files", lambda _: tmp_path)
    with pytest.raises(GeoFileError, match="dbip-country-lite"):
        Geo(None)


def test_the_embedded_file_is_the_one_that_its_readme_describes() -> None:
    folder = files("hallmint_resolver.telemetry").joinpath("data")
    content = lzma.decompress(folder.joinpath("dbip-country-lite.mmdb.xz").read_bytes())
    assert hashlib.sha256(content).hexdigest() in folder.joinpath("README.md").read_text()


def test_none_switches_it_off() -> None:
    off = Geo("none")
    assert off.country(Address.parse("130.149.7.1")) == (None, None)
    assert not off.is_embedded


@pytest.mark.parametrize(("text", "found"), [("none", "none"), ("/x/none", Path("/x/none")), (None, None)])
def test_the_setting(monkeypatch: pytest.MonkeyPatch, text: str | None, found: object) -> None:
    monkeypatch.delenv("HALLMINT_GEO_FILE", raising=False)
    if text is not None:
        monkeypatch.setenv("HALLMINT_GEO_FILE", text)
    assert Settings(database_url=SecretStr("postgresql://x/y")).geo_file == found


@pytest.mark.parametrize("content", [None, b"", b"no database"])
def test_a_file_that_cannot_be_used_is_said(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "bad.mmdb"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(GeoFileError, match=r"bad\.mmdb is no MMDB file"):
        Geo(path)
