"""Country and subdivision of an address, from a file on this machine; nobody is asked and nothing is remembered."""

import lzma
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping
from importlib.resources import files
from ipaddress import ip_address
from pathlib import Path
from typing import IO, Any, Literal

import maxminddb

from hallmint_resolver.address import Address

_COUNTRY = re.compile(r"[A-Z]{2}")
_SUBDIVISION_CHARACTERS = 64
_EMBEDDED = "dbip-country-lite.mmdb.xz"


class GeoFileError(Exception):
    """The file cannot be used; the message says why."""


class Geo:
    """Look-ups in an MMDB file (MaxMind DB File Format 2.0): the embedded one, or one of the operator's. With "none" nothing is
    known of any address.

    The schemas of GeoLite2 and DB-IP are understood (`country.iso_code`, `subdivisions[0]`), and the flat `country_code`. The
    file is mapped: replace it by renaming another over it, never by writing into it. Raises GeoFileError.
    """

    def __init__(self, path: Path | Literal["none"] | None) -> None:
        self._reader: maxminddb.Reader | None = None
        self._versions = (4, 6)
        self.is_embedded = path is None
        """Whether countries come from the embedded file: a page that uses one then owes its makers a link (data/README.md)."""
        if path == "none":
            return
        try:
            self._reader = _open_embedded() if path is None else _open(path)
            self._versions = (4, self._reader.metadata().ip_version)
        except (OSError, lzma.LZMAError, maxminddb.InvalidDatabaseError) as error:
            raise GeoFileError(f"{path or _EMBEDDED} is no MMDB file that can be read: {error}") from None

    def country(self, address: Address | None) -> tuple[str | None, str | None]:
        """ISO 3166-1 alpha-2 code of the country and name or code of its first subdivision, None where unknown.

        `address` is the full one: look it up before it is truncated, and keep none of it.
        """
        if self._reader is None or address is None:
            return None, None
        parsed = ip_address(address.packed)
        if parsed.version not in self._versions:
            return None, None
        try:
            found = self._reader.get(parsed)
        except maxminddb.InvalidDatabaseError:
            return None, None
        return (_country(found), _subdivision(found)) if isinstance(found, Mapping) else (None, None)

    def close(self) -> None:
        """Let go of the file."""
        if self._reader is not None:
            self._reader.close()


def _open(path: Path) -> maxminddb.Reader:
    path.read_bytes()  # the first look-ups shall not wait for a disk either
    return maxminddb.open_database(path)


def _open_embedded() -> maxminddb.Reader:
    """Unpacks to a file without a name. The reader could take bytes too, but then reads them in Python, 8 times as slowly."""
    with files("hallmint_resolver.telemetry").joinpath("data", _EMBEDDED).open("rb") as packed, _nameless() as file:
        with lzma.open(packed) as content:
            shutil.copyfileobj(content, file)
        file.flush()
        return maxminddb.open_database(f"/dev/fd/{file.fileno()}")  # mapped, so that it stays when the file is closed


def _nameless() -> IO[bytes]:
    # In memory where that can be had: a container may have no folder that can be written to.
    return os.fdopen(os.memfd_create("geo"), "wb") if sys.platform == "linux" else tempfile.TemporaryFile()


def _country(found: Mapping[str, Any]) -> str | None:
    country = found.get("country")
    code = country.get("iso_code") if isinstance(country, Mapping) else found.get("country_code")
    return code if isinstance(code, str) and _COUNTRY.fullmatch(code) else None


def _subdivision(found: Mapping[str, Any]) -> str | None:
    subdivisions = found.get("subdivisions")
    first = subdivisions[0] if isinstance(subdivisions, list) and subdivisions else None
    if not isinstance(first, Mapping):
        return None
    names = first.get("names")
    name = first.get("iso_code") or (names.get("en") if isinstance(names, Mapping) else None)
    return name[:_SUBDIVISION_CHARACTERS] if isinstance(name, str) else None
