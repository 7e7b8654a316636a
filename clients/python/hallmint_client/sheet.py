"""A product sheet as the messages of an import."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator
from pathlib import Path

from hallmint.v1.catalog_service_pb2 import ImportMode, ImportProductsRequest

PIECE = 256 * 1024
"""Bytes of one message."""


def is_lasting(sheet: Path | AsyncIterator[bytes]) -> bool:
    """Whether it can be read again from its beginning: a regular file, but no pipe."""
    return isinstance(sheet, Path) and sheet.is_file()


async def requests(
    sheet: Path | AsyncIterator[bytes],
    *,
    mode: ImportMode.ValueType,
    dry_run: bool,
    progress: Callable[[int], None] | None,
) -> AsyncGenerator[ImportProductsRequest, None]:
    """The messages, at least one; `progress` is told the bytes of those that the transport has taken."""
    request = ImportProductsRequest(mode=mode, dry_run=dry_run)
    sent = 0
    async for piece in _file(sheet) if isinstance(sheet, Path) else sheet:
        for start in range(0, len(piece), PIECE):
            request.piece = piece[start : start + PIECE]
            yield request
            sent += len(request.piece)
            if progress is not None:
                progress(sent)
            request = ImportProductsRequest()
    if not sent:
        yield request


async def _file(path: Path) -> AsyncIterator[bytes]:
    pieces = _pieces(path)
    try:
        while piece := await asyncio.to_thread(next, pieces, b""):
            yield piece
    finally:
        pieces.close()


def _pieces(path: Path) -> Generator[bytes, None, None]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
