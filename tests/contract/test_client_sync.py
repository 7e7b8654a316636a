"""The client without asyncio: every method of the other one, in threads, and what ends early."""

import inspect
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, get_origin

import grpc
import pytest

from hallmint.v1 import catalog_service_pb2, export_pb2
from hallmint_client import Client as AsyncClient
from hallmint_client import HallmintError
from hallmint_client.sync import Client, Stream
from tests.support.fake_export import EXPORT
from tests.support.fake_service import FakeService, serve
from tests.support.fake_tenancy import SESSION_TOKEN
from tests.support.sample import BUSY_BATCH, CREDENTIAL, LOT_BATCH, refusal
from tests.support.script import QUICK, SPEC, UNAVAILABLE


@pytest.fixture
def service() -> FakeService:
    return FakeService()


@pytest.fixture
def client(service: FakeService) -> Iterator[Client]:
    with serve(service) as address, Client(address, credential=CREDENTIAL, brand="nordlicht", policy=QUICK) as found:
        yield found


def public(kind: type) -> dict[str, Any]:
    return {name: found for name, found in inspect.getmembers(kind, callable) if name[0] != "_" or name == "__init__"}


def missing(asynchronous: type, synchronous: type) -> set[str]:
    """Public methods that the one has and the other lacks, or has otherwise."""
    theirs, ours = public(asynchronous), public(synchronous)
    return {name for name, found in theirs.items() if name not in ours or not is_same(found, ours[name])}


def is_same(theirs: Any, ours: Any) -> bool:
    asked, given = inspect.signature(theirs), inspect.signature(ours)
    is_stream = get_origin(asked.return_annotation) is not None and "Generator" in str(asked.return_annotation)
    return (
        {**asked.parameters} == {**given.parameters}
        and is_stream == (get_origin(given.return_annotation) is Stream)
        and not inspect.iscoroutinefunction(ours)
        and inspect.getdoc(ours) not in {None, ""}
    )


def test_every_method_is_there_with_its_arguments() -> None:
    assert missing(AsyncClient, Client) == {"import_products"}, (
        "which takes an iterable in place of an asynchronous one"
    )
    assert set(inspect.signature(AsyncClient.import_products).parameters) == set(
        inspect.signature(Client.import_products).parameters
    )
    assert set(public(Client)) == set(public(AsyncClient))
    assert len(public(Client)) > 100


def test_a_method_that_is_missing_or_has_other_arguments_is_found() -> None:
    class Newer(AsyncClient):
        async def undo_mint(self, batch_id: str) -> None:
            """Of the next version."""

        async def get_stats(self, *, fresh: bool) -> None:  # type: ignore[override]
            """Takes more than it did."""

    assert missing(Newer, Client) == {"import_products", "undo_mint", "get_stats"}


def test_calls_wait_for_their_answers(client: Client, service: FakeService) -> None:
    service.refusals["GetStats"] = [UNAVAILABLE]
    assert client.get_stats().tokens_minted == 1_000_100
    assert len(service.calls) == 2
    service.refusals["SubmitMint"] = [refusal(grpc.StatusCode.INVALID_ARGUMENT, "no", reason="QUANTITY_OUT_OF_RANGE")]
    with pytest.raises(HallmintError, match="QUANTITY_OUT_OF_RANGE") as caught:
        client.submit_mint(SPEC)
    assert caught.value.request_id == service.calls[-1].request_id != ""
    assert set(service.brands) == {"nordlicht"}
    assert "bbbb" not in repr(client)


def test_lists_and_watches_are_iterators(client: Client) -> None:
    assert [token.seq for token in client.tokens(LOT_BATCH)] == list(range(100))
    assert [batch.minted_quantity for batch in client.watch_batch(BUSY_BATCH)][-1] == 1_000_000
    states = [export.state for export in client.watch_export(EXPORT)]
    assert states == [export_pb2.EXPORT_STATE_GENERATING, export_pb2.EXPORT_STATE_COMPLETED]
    stream = client.credentials()
    assert [found.name for found in stream] == ["erp"]
    assert next(stream, None) is None, "the end stays the end"


def test_a_list_reads_one_page_ahead_and_no_more(client: Client, service: FakeService) -> None:
    service.batches[LOT_BATCH].minted_quantity = 2_000
    stream = client.tokens(LOT_BATCH)
    assert service.calls == [], "nothing is sent before the first is asked for"
    assert next(stream).seq == 0
    for _ in range(20):  # whatever was begun has ended by now: calls of one connection come in turn
        client.get_stats()
    assert sum(hasattr(call, "page_token") for call in service.calls) <= 2
    assert [token.seq for token in stream] == list(range(1, 2_000))


def test_packs_and_archives_become_files(client: Client, service: FakeService, tmp_path: Path) -> None:
    service.cuts = [1, 2]
    packs = list(client.packs(EXPORT))
    for pack in packs:
        assert client.download_pack(pack, tmp_path).stat().st_size == pack.bytes
    client.download_archive(client.get_archive(EXPORT), tmp_path / "all.zip")
    assert (tmp_path / "all.zip").read_bytes() == service.archive
    with client.read_archive(EXPORT) as pieces:
        assert next(pieces).bytes == len(service.archive)


def test_a_server_that_sends_without_end_fills_no_disk(client: Client, tmp_path: Path) -> None:
    (pack, *_) = client.packs(EXPORT)
    whole, pack.bytes = pack.bytes, 1
    heard: list[int] = []
    with pytest.raises(HallmintError) as caught:
        client.download_pack(pack, tmp_path, tell=heard.append)
    assert caught.value.code is grpc.StatusCode.DATA_LOSS
    assert 1 < heard[-1] < whole
    assert list(tmp_path.iterdir()) == []


def test_a_sheet_comes_from_a_file_or_in_pieces(client: Client, service: FakeService, tmp_path: Path) -> None:
    (tmp_path / "sheet").write_bytes(b"sku,name\nA,A\n")
    heard: list[int] = []
    for sheet in (tmp_path / "sheet", iter([b"sku,name\n", b"", b"A,A\n"])):
        service.calls.clear()
        answer = client.import_products(sheet, dry_run=True, progress=heard.append)
        assert isinstance(answer, catalog_service_pb2.ImportProductsResponse)
        assert heard[-1] == 13

    def broken() -> Iterator[bytes]:
        yield b"sku,name\n"
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="gone"):
        client.import_products(broken())
    # Half a sheet would be half an import: what is no piece is never taken for its end.
    with pytest.raises(TypeError):
        client.import_products(iter([b"sku,name\n", "A,A\n"]))  # type: ignore[arg-type]


def test_another_caller_over_the_same_connection(client: Client, service: FakeService) -> None:
    client.acting(SESSION_TOKEN, brand="suedlicht").get_caller()
    assert (service.credentials, service.brands) == ([f"Bearer {SESSION_TOKEN}"], ["suedlicht"])
    with pytest.raises(RuntimeError, match="open already"):
        client.acting(SESSION_TOKEN).__enter__()


def test_threads_share_one_client(client: Client) -> None:
    tokens = client.tokens(LOT_BATCH)
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: client.get_stats().tokens_minted, range(100)))
        parts = list(threads.map(lambda _: [token.seq for token in tokens], range(8)))
    assert set(answers) == {1_000_100}
    assert sorted(seq for part in parts for seq in part) == list(range(100))


def test_what_is_not_open_says_so(service: FakeService) -> None:
    with serve(service) as address:
        client = Client(address, policy=QUICK)
        with pytest.raises(RuntimeError, match="with Client"):
            client.get_stats()
        with client:
            stream = client.tokens(LOT_BATCH)
            next(stream)
            other = client.acting(CREDENTIAL)
            with pytest.raises(RuntimeError, match="open already"):
                client.__enter__()
        for call in (client.get_stats, lambda: client.acting(CREDENTIAL), lambda: client.tokens(LOT_BATCH)):
            with pytest.raises(RuntimeError, match="with Client"):
                call()
        with pytest.raises(RuntimeError, match="is closed"):
            other.get_stats()
        stream.close()
        with pytest.raises(RuntimeError, match="stream is closed"):
            next(stream)
        with client:
            assert client.get_stats().tokens_minted == 1_000_100, "it may be opened again"
    assert not [thread for thread in threading.enumerate() if thread.name == "hallmint-client"]
    with pytest.raises(ValueError, match="hm_live_"):
        Client(credential="secret-word")


async def test_it_works_within_a_running_loop(client: Client) -> None:
    assert client.get_stats().tokens_minted == 1_000_100
    assert [found.name for found in client.credentials()] == ["erp"]


def test_a_callback_cannot_call_its_client(client: Client, tmp_path: Path) -> None:
    (pack, *_) = client.packs(EXPORT)
    with pytest.raises(RuntimeError, match="its own callbacks"):
        client.download_pack(pack, tmp_path, tell=lambda _: client.get_stats() and None)
    assert client.get_stats().tokens_minted == 1_000_100
