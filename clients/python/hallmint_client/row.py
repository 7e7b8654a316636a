"""The units that a pack of rows holds, and the root of their batch made again from them (identity.md, "The log")."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hallmint_client.manifest import Manifest, PackFacts, ProofError
from mintcore import leaf_hash, range_root

_CODECS = {"utf-8": "utf-8", "utf-8-bom": "utf-8-sig", "windows-1252": "cp1252"}
_SEQ, _PATH, _URL = "seq", "digital_link", "url"


class Rows:
    """Reads the packs of an export, in order, as its profile says they are written."""

    def __init__(self, manifest: Manifest) -> None:
        """ProofError where the profile of the manifest cannot be read."""
        self._manifest = manifest
        try:
            self._settings: Mapping[str, Any] = dict(manifest.settings["settings"])
            self._format = str(self._settings["format"])
            columns = [(str(each["header"]), str(each["field"])) for each in manifest.settings["columns"]]
        except (KeyError, TypeError, ValueError):
            raise ProofError("the manifest has no profile that says how packs are written") from None
        self._headers = [header for header, _ in columns]
        self._places = {field: place for place, (_, field) in enumerate(columns) if field in (_SEQ, _PATH, _URL)}
        self._nodes: list[bytes] = []
        self._size = 0

    @property
    def proves_root(self) -> bool:
        """Whether packs say of each unit what the log proves of it."""
        return self._format in ("csv", "ndjson") and not self._places.keys().isdisjoint((_PATH, _URL))

    def add(self, pack: PackFacts, data: bytes) -> None:
        """The next pack. ProofError where its rows are not its units. Packs without rows of text are passed over."""
        if self._format not in ("csv", "ndjson"):
            return
        count = 0
        try:
            for row in self._read(data):
                self._unit(pack, pack.first_seq + count, row)
                count += 1
        except (csv.Error, KeyError, TypeError, ValueError, RecursionError) as error:
            if isinstance(error, ProofError):
                raise
            raise ProofError(f"{pack.file}: row {count + 1:,} cannot be read") from None
        if count != pack.rows:
            raise ProofError(f"{pack.file} has {count:,} rows; the manifest says {pack.rows:,}")

    def root(self) -> bytes:
        """The RFC 6962 root over the units of all packs that were added: 32 bytes."""
        return range_root(b"".join(self._nodes), self._size)

    def _read(self, data: bytes) -> Iterator[Sequence[object]]:
        """The cells of each row."""
        if self._format == "ndjson":
            for line in io.BytesIO(data):
                members = json.loads(line)
                yield [members[header] for header in self._headers]
            return
        settings = self._settings
        text = io.StringIO(data.decode(_CODECS[settings["encoding"]]), newline="")
        rows = csv.reader(
            text,
            delimiter=settings["delimiter"],
            quoting=csv.QUOTE_NONE if settings["quoting"] == "never" else csv.QUOTE_MINIMAL,
            strict=True,
        )
        if settings["header"] and next(rows, None) != self._headers:
            raise ProofError("the header is not the profile's")
        for row in rows:
            if len(row) != len(self._headers):
                raise ValueError
            yield row

    def _unit(self, pack: PackFacts, seq: int, row: Sequence[object]) -> None:
        places, base = self._places, self._manifest.resolver_base_url
        if _SEQ in places and str(row[places[_SEQ]]) != str(seq):
            raise ProofError(f"{pack.file}: seq {seq:,} is missing, or not in its place")
        paths = [str(row[places[_PATH]])] if _PATH in places else []
        if _URL in places:
            url = str(row[places[_URL]])
            if not url.startswith(f"{base}/"):
                raise ProofError(f"{pack.file}: the URL of seq {seq:,} does not begin with {base}")
            paths.append(url.removeprefix(base))
        if not paths:
            return
        if paths[0] != paths[-1]:
            raise ProofError(f"{pack.file}: seq {seq:,} has two identities")
        try:
            self._append(leaf_hash(self._manifest.batch_id, seq, paths[0]))
        except ValueError:
            raise ProofError(f"{pack.file}: what stands at seq {seq:,} is no identity of a unit") from None

    def _append(self, node: bytes) -> None:
        """Take a leaf into the tree: `_nodes` are the roots of the perfect subtrees that make it up, the largest first."""
        index = self._size
        while index & 1:
            node = hashlib.sha256(b"\1" + self._nodes.pop() + node).digest()
            index >>= 1
        self._nodes.append(node)
        self._size += 1
