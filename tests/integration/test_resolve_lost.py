"""Keys of the resolver: lost, new, missing, and none of its business."""

from pathlib import Path

import pytest

from hallmint_resolver.key import KeyFileError, Known, read_keys
from mintcore import CodeKey
from tests.support.api import GTIN, Api
from tests.support.installation import Installation
from tests.support.resolver import export_keys, resolving, tokens


@pytest.mark.usefixtures("worker")
async def test_codes_of_a_lost_key_resolve_and_so_do_those_of_the_next(server: Installation, api: Api) -> None:
    printed = await tokens(api, 3)
    (server.home / "keys" / "code-key-1.hex").unlink()
    for arguments in (("keys", "lost", "1", "--yes"), ("keys", "add")):
        done = server.run(*arguments)
        assert done.returncode == 0, done.stderr
    async with resolving(server) as resolver:
        assert sorted(path.name for path in (server.home / "resolver-keys").iterdir()) == ["code-key-derived-2.hex"]
        for token in printed:
            path = f"/01/{GTIN}/21/{token.code}"
            assert (await resolver.ask(path)).location == f"/p{path}"
        forged = "A" + printed[0].code[1:] if printed[0].code[0] != "A" else "B" + printed[0].code[1:]
        assert "not issued" in (await resolver.ask(f"/p/01/{GTIN}/21/{forged}", Accept_Language="en")).text


async def test_a_resolver_without_its_key_is_not_ready(server: Installation, api: Api) -> None:
    del api
    await export_keys(server)
    path = server.home / "resolver-keys" / "code-key-derived-1.hex"
    known = [Known(1, CodeKey.from_derived(bytes.fromhex(path.read_text())).check_value(), None, True)]
    assert read_keys(path.parent, known).lost == ()
    for change, words in (
        (lambda: path.chmod(0o644), "mode 0644"),
        (lambda: path.write_text("x"), "is no derived key"),
    ):
        change()
        with pytest.raises(KeyFileError, match=words):
            read_keys(path.parent, known)
        path.chmod(0o600)
    path.write_text(f"{'00' * 32}\n")
    with pytest.raises(KeyFileError, match="another key than version 1") as caught:
        read_keys(path.parent, known)
    assert "00" * 8 not in str(caught.value)
    with pytest.raises(KeyFileError, match="cannot be read"):
        read_keys(Path(server.home), known)


@pytest.mark.usefixtures("worker")
async def test_a_code_of_a_key_that_is_not_exported_yet_is_not_called_forged(server: Installation, api: Api) -> None:
    (old,) = await tokens(api, 1)
    async with resolving(server) as resolver:
        assert server.run("keys", "add").returncode == 0
        (new,) = await tokens(api, 1)
        await resolver.app._read()  # noqa: SLF001 - as 20 s later
        assert (await resolver.ask(f"/01/{GTIN}/21/{old.code}")).status == 307
        for path in (f"/01/{GTIN}/21/{new.code}", f"/p/01/{GTIN}/21/{new.code.lower()}"):
            answer = await resolver.ask(path)
            assert (answer.status, answer.headers["Cache-Control"], answer.headers["Retry-After"]) == (
                503,
                "no-store",
                "2",
            )
        # This can be a code of no key.
        assert (await resolver.ask(f"/01/{GTIN}/21/S-123")).status == 307
        await export_keys(server)
        await resolver.app._read()  # noqa: SLF001
        assert (await resolver.ask(f"/01/{GTIN}/21/{new.code}")).location == f"/p/01/{GTIN}/21/{new.code}"
    (server.home / "resolver-keys" / "code-key-derived-2.hex").unlink()
    known = [Known(1, _check(server, 1), None, True), Known(2, bytes(8), None, True)]
    assert "code-key-derived-2.hex cannot be read" in read_keys(server.home / "resolver-keys", known).faults[0]


def _check(server: Installation, version: int) -> bytes:
    text = (server.home / "resolver-keys" / f"code-key-derived-{version}.hex").read_text()
    return CodeKey.from_derived(bytes.fromhex(text)).check_value()
