"""`hallmint proof` gets proof files, and `hallmint verify` checks them: a file without a server and without a credential."""

import json as json_module
from pathlib import Path
from typing import Annotated

import typer

from hallmint.v1 import token_pb2
from hallmint_client.cli.command import Session, command, run_with_session
from hallmint_client.cli.exit import ExitCode
from hallmint_client.cli.option import Json, Setting
from hallmint_client.cli.screen import Screen
from hallmint_client.cli.table import details
from hallmint_client.cli.text import units
from hallmint_client.cli.token import read_reference
from hallmint_client.reference import token_ref
from hallmint_client.token_proof import is_of, verify_proof
from mintcore import MAX_PROOF, ProofError, Verified

_ADVICE = "do not trust what it is about; ask the brand, and show them this file"


@command
async def proof(
    session: Session,
    *,
    reference: Annotated[
        str, typer.Argument(metavar="CODE-OR-URL", help="A code, a resolver URL, or <batch id>/<seq>.")
    ],
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write it here.")] = None,
) -> None:
    """Get the proof file that a token is of the public log; `hallmint verify` checks it, and docs/verify says how else."""
    told = await session.client.get_token_proof(read_reference(reference))
    screen = session.screen
    if screen.json:
        screen.document(told)
    elif output is None:
        for line in told.proof.decode().splitlines():
            screen.plain(line)
    if output is not None:
        try:
            output.write_bytes(told.proof)
        except OSError as error:
            raise typer.BadParameter(f"{output} cannot be written: {error.strerror}") from error
        screen.note(f"wrote {output}: unit {told.seq:,} of batch {told.batch_id}, entry {told.entry_no:,} of the log")
        head = await session.client.get_checkpoint()
        if head.log_key:
            screen.note(f"the log's key, which verifiers must have from you: {head.log_key}")


def verify(
    ctx: typer.Context,
    *,
    subject: Annotated[
        str,
        typer.Argument(
            metavar="TOKEN-OR-FILE",
            help="A proof file, as `hallmint proof` writes it; or a code, a resolver URL or <batch id>/<seq>.",
        ),
    ],
    log_key: Annotated[
        str,
        typer.Option("--log-key", metavar="KEY", envvar="HALLMINT_LOG_KEY", help="The log's public key: name+id+key."),
    ],
    witness_key: Annotated[
        list[str] | None, typer.Option("--witness", metavar="KEY", help="A witness's; may be repeated.")
    ] = None,
    witnesses: Annotated[
        int | None,
        typer.Option("--witnesses", metavar="N", min=0, help="How many of them must have cosigned; default: all."),
    ] = None,
    json: Json = False,
) -> None:
    """Verify that a token is of the public log that has this key: of a file offline, of a token with a proof that the server
    gives and that is not believed either: it must be of this token. Exit code 1 where it is not proved.
    """
    setting: Setting = ctx.obj
    screen = Screen.open(json=json or setting.json)
    ref = None if _is_file(subject) else _ref(subject)
    data = _read(subject) if ref is None else _ask(setting, ref)
    try:
        found = verify_proof(data, log_key, witness_keys=witness_key or [], witnesses=witnesses)
    except ProofError as error:
        raise _not_proved(screen, subject, str(error)) from error
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--log-key, --witness, --witnesses") from error
    if ref is not None and not is_of(found, ref):
        raise _not_proved(screen, subject, f"the server gave the proof of another token, {found.identity}")
    _show(screen, found)


def _not_proved(screen: Screen, subject: str, why: str) -> typer.Exit:
    words = f"{subject} is not proved under this key: {why}"
    return typer.Exit(screen.problem(words, "NOT_PROVED", _ADVICE, ExitCode.REFUSED))


def _is_file(text: str) -> bool:
    """Whether a file is meant, also where there is none: then that is what is said."""
    if "://" in text:
        return False
    path = Path(text)
    return path.is_file() or "." in path.name or ("/" in text and path.parent.is_dir())


def _read(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return file.read(MAX_PROOF + 1)
    except OSError as error:
        raise typer.BadParameter(f"{path} cannot be read: {error.strerror}") from error


def _ref(text: str) -> token_pb2.TokenRef:
    try:
        return token_ref(text)
    except ValueError as error:
        raise typer.BadParameter(f"neither a file nor a token: {error}") from error


def _ask(setting: Setting, ref: token_pb2.TokenRef) -> bytes:
    told: list[bytes] = []

    async def fetch(session: Session) -> None:
        told.append((await session.client.get_token_proof(ref)).proof)

    run_with_session(setting, fetch)
    return told[0]


def _show(screen: Screen, found: Verified) -> None:
    if screen.json:
        names = ("identity", "batch_id", "seq", "quantity", "product", "minted", "origin", "index", "size")
        told = {name: getattr(found, name) for name in names}
        screen.plain(json_module.dumps({**told, "witnesses": [name for name, _ in found.witnesses]}))
        return
    screen.print(
        details(
            [
                ("proved", found.identity),
                ("unit", f"{found.seq + 1:,} of {units(found.quantity)}"),
                ("minted", found.minted),
                ("batch", found.batch_id),
                ("product", found.product),
                ("log", f"{found.origin}, entry {found.index:,} of {found.size:,}"),
                ("witnesses", ", ".join(name for name, _ in found.witnesses)),
            ]
        )
    )
    screen.note("compare what is proved with the code in your hand: the proof is of this one alone")
