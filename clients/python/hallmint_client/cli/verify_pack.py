"""`hallmint verify-pack`: the proof of packs, without a server and without a credential."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from hallmint_client.cli.exit import ExitCode
from hallmint_client.cli.option import Json, LogKey, LogTrust, Setting, Witnesses, WitnessKeys
from hallmint_client.cli.screen import Screen
from hallmint_client.cli.text import units
from hallmint_client.logged import Logged, verify_logged
from hallmint_client.manifest import MANIFEST_NAME, ProofError
from hallmint_client.verify import Proof, Tell, is_archive, verify_archive, verify_file, verify_folder


def verify_pack(
    ctx: typer.Context,
    *,
    path: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="An archive, a folder of packs, or a pack with its manifest.json beside."),
    ],
    log_key: LogKey = "",
    witness_key: WitnessKeys = None,
    witnesses: Witnesses = None,
    json: Json = False,
) -> None:
    """Prove offline that packs are what was exported: digests, names, lengths, seqs, and the root of the batch. With the log's
    key also that the public log has the batch with this root, by what the manifest carries.
    """
    setting: Setting = ctx.obj
    trust = LogTrust.of(log_key, witness_key, witnesses)
    screen = Screen.open(json=json or setting.json)
    columns = (TextColumn("verifying", style="cyan"), BarColumn(bar_width=None), DownloadColumn())
    still = screen.json or not screen.err.is_terminal
    try:
        with Progress(*columns, console=screen.err, disable=still, transient=True) as progress:
            task = progress.add_task("", total=None)
            proof = _prove(path, lambda done, whole: progress.update(task, completed=done, total=whole))
        logged = None
        if trust is not None:
            logged = verify_logged(
                proof.manifest, trust.log_key, witness_keys=trust.witness_keys, witnesses=trust.witnesses
            )
    except ProofError as error:
        advice = "print nothing of it, and download it again"
        raise typer.Exit(screen.problem(str(error), "NOT_PROVED", advice, ExitCode.REFUSED)) from error
    except OSError as error:
        raise typer.BadParameter(f"{path} cannot be read: {error.strerror}") from error
    _show(screen, proof, logged)
    if logged is not None and logged.entry_no is None:
        # Whoever changes packs and manifest can leave the way to the log out as well.
        words = (
            "the public log is not proved to have this batch: the manifest carries a head of the log, and no way to it"
        )
        advice = "export it again, or prove one of its units: hallmint proof"
        raise typer.Exit(screen.problem(words, "NOT_PROVED", advice, ExitCode.REFUSED))


def _prove(path: Path, tell: Tell) -> Proof:
    if path.is_dir():
        return verify_folder(path, tell)
    if path.name == MANIFEST_NAME:
        return verify_folder(path.parent, tell)
    return verify_archive(path, tell) if is_archive(path) else verify_file(path)


def _show(screen: Screen, proof: Proof, logged: Logged | None) -> None:
    manifest = proof.manifest
    if screen.json:
        told = {
            "batch_id": manifest.batch_id,
            "profile": manifest.profile,
            "profile_version": manifest.profile_version,
            "packs": proof.packs,
            "units": proof.units,
            "batch_root": manifest.batch_root.hex(),
            "root_proved": proof.root,
            "log_proved": logged is not None and logged.entry_no is not None,
        }
        if logged is not None:
            names = [name for name, _ in logged.head.witnesses]
            told["log"] = {
                "origin": logged.head.origin,
                "size": logged.head.size,
                "entry_no": logged.entry_no,
                "witnesses": names,
            }
        screen.plain(json.dumps(told))
        return
    packs = f"{proof.packs} of {len(manifest.packs)} {'pack' if len(manifest.packs) == 1 else 'packs'}"
    screen.plain(f"{units(proof.units)} in {packs} of {manifest.what}: {_found(proof)}")
    if proof.root:
        screen.plain(f"root {manifest.batch_root.hex()}, made again from the units")
        if logged is None:
            screen.note(f"compare it with what the server says: hallmint batch {manifest.batch_id}")
    else:
        screen.note(
            "the root of the batch was not made again: that takes all packs, as text with the unit's URL or digital link"
        )
    if logged is None:
        screen.note("the public log was not asked: that takes --log-key, the log's public key, and no network")
        return
    head = logged.head
    seen = f", seen by {', '.join(name for name, _ in head.witnesses)}" if head.witnesses else ""
    if logged.entry_no is None:
        screen.plain(f"a head of the log {head.origin} of {head.size:,} entries is signed{seen}")
    else:
        screen.plain(
            f"entry {logged.entry_no:,} of {head.size:,} of the log {head.origin} has this batch and root{seen}"
        )


def _found(proof: Proof) -> str:
    if proof.packs == len(proof.manifest.packs):
        return "none missing, none changed"
    return "not changed; the others were not looked at"
