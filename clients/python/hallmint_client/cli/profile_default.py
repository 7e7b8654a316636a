"""`hallmint profile default`."""

from typing import Annotated

import typer

from hallmint.v1 import carrier_profile_pb2, export_pb2
from hallmint.v1 import carrier_profile_service_pb2 as pb
from hallmint_client.cli.command import Session, command
from hallmint_client.cli.option import EcosystemName, KindName
from hallmint_client.cli.table import Column
from hallmint_client.cli.text import name, word

default_app = typer.Typer(help="Look after defaults: what exports get when nobody names a profile.")

Kind = Annotated[KindName, typer.Option("--kind", help="What exports are for.")]
Ecosystem = Annotated[EcosystemName, typer.Option("--ecosystem", help="Whose software reads the files.")]


@default_app.command("set")
@command
async def set_default(
    session: Session,
    *,
    key: Annotated[str, typer.Argument(metavar="KEY", help="A profile of that kind.")],
    kind: Kind,
    ecosystem: Ecosystem = EcosystemName.GENERIC,
    version: Annotated[
        int | None, typer.Option("--profile-version", metavar="N", min=1, help="Else the newest that is published.")
    ] = None,
) -> None:
    """Choose what exports of a kind get in an ecosystem when nobody names a profile."""
    await _set(session, key, version or 0, kind=kind, ecosystem=ecosystem)


@default_app.command("clear")
@command
async def clear_default(session: Session, *, kind: Kind, ecosystem: Ecosystem = EcosystemName.GENERIC) -> None:
    """Take a choice back."""
    await _set(session, "", 0, kind=kind, ecosystem=ecosystem)


@default_app.command("list")
@command
async def list_defaults(session: Session) -> None:
    """List what exports get, for each ecosystem and kind."""
    rows = await session.client.get_carrier_profile_defaults()
    screen = session.screen
    if screen.json:
        screen.document(pb.GetCarrierProfileDefaultsResponse(carrier_profile_defaults=rows))
        return
    screen.table(
        Column(title="ECOSYSTEM", cells=[word(row, "ecosystem") for row in rows]),
        Column(title="KIND", cells=[name(row, "kind").lower() for row in rows]),
        Column(title="PROFILE", cells=[row.key for row in rows]),
        Column(title="VERSION", cells=[f"{row.version:,}" for row in rows], right=True),
        Column(title="CHOSEN", cells=["yes" if row.chosen else "" for row in rows], rank=1),
    )


async def _set(session: Session, key: str, version: int, *, kind: KindName, ecosystem: EcosystemName) -> None:
    made = await session.client.set_carrier_profile_default(
        key,
        version,
        kind=export_pb2.ExportKind.Value(f"EXPORT_KIND_{kind.name}"),
        ecosystem=export_pb2.Ecosystem.Value(f"ECOSYSTEM_{ecosystem.name}"),
    )
    if session.screen.json:
        session.screen.document(pb.SetCarrierProfileDefaultResponse(carrier_profile_default=made))
        return
    session.screen.print(_about(made))


def _about(made: carrier_profile_pb2.CarrierProfileDefault) -> str:
    purpose = f"{word(made, 'ecosystem')}, {name(made, 'kind').lower()}"
    return f"{purpose}: exports get {made.key}, version {made.version:,}"
