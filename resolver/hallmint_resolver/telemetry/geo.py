"""Country and subdivision of an address, from a file on this machine; nobody is asked and nothing is remembered."""

import re
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import maxminddb

from hallmint_resolver.address import Address

_COUNTRY = re.compile(r"[A-Z]{2}")
_SUBDIVISION_CHARACTERS = 64


class GeoFileError(Exception):
    """The file cannot be used; the message says why."""


class Geo:
    """Look-ups in an MMDB file (MaxMind DB File Format 2.0); without one nothing is known of any address.

    The schemas of GeoLite2 and DB-IP are understood (`country.iso_code`, `subdivisions[0]`), and the flat `country_code`. The
    file is mapped: replace it by renaming another over it, never by writing into it. Raises GeoFileError.
    """

    def __init__(self, path: Path | None) -> None:
        self._reader: maxminddb.Reader | None = None
        self._versions = (4, 6)
        if path is not None:
            try:
                path.read_bytes()  # the first look-ups shall not wait for a disk either
                self._reader = maxminddb.open_database(path)
                self._versions = (4, self._reader.metadata().ip_version)
            except (OSError, maxminddb.InvalidDatabaseError) as error:
                raise GeoFileError(f"{path} is no MMDB file that can be read: {error}") from None

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
