"""`hallmint profile`."""

import json
from enum import StrEnum
from typing import Annotated

import typer

from hallmint.v1 import carrier_profile_pb2
from hallmint.v1 import carrier_profile_service_pb2 as pb
from hallmint_client.carrier_definition import read_definition, write_definition
from hallmint_client.cli.command import Session, command
from hallmint_client.cli.definition import SeenRevision, read_object
from hallmint_client.cli.option import Limit, PageToken, RequestId
from hallmint_client.cli.profile_default import default_app
from hallmint_client.cli.table import Column, state
from hallmint_client.cli.text import name, time, word

profile_app = typer.Typer(help="Look after carrier profiles: how files of exports are written.")
profile_app.add_typer(default_app, name="default")


class ProfileStateName(StrEnum):
    """`--state`."""

    DRAFT = "draft"
    PUBLISHED = "published"
    DEPRECATED = "deprecated"


Key = Annotated[str, typer.Argument(metavar="KEY", help="The profile.")]
NewestVersion = Annotated[
    int | None, typer.Argument(metavar="VERSION", min=1, help="Which one; else the newest.", show_default=False)
]
ProfileFile = Annotated[
    str, typer.Argument(metavar="FILE", help="What it says, as `profile show` prints it: JSON, `-` for stdin.")
]


@profile_app.command("create")
@command
async def create_profile(
    session: Session,
    *,
    file: ProfileFile,
    key: Annotated[str, typer.Option("--key", metavar="KEY", help="Names it: 2 to 40 of a-z, 0-9 and -.")],
    request_id: RequestId = None,
) -> None:
    """Make a profile of the brand's own, as a draft."""
    made = await session.client.create_carrier_profile(key, read_object(file, read_definition), request_id=request_id)
    if session.screen.json:
        session.screen.document(pb.CreateCarrierProfileResponse(carrier_profile=made))
        return
    _say(session, made)
    session.screen.note(f"use it for exports: hallmint profile publish {made.key}")


@profile_app.command("edit")
@command
async def edit_profile(
    session: Session,
    *,
    key: Key,
    file: ProfileFile,
    version: Annotated[
        int | None,
        typer.Argument(metavar="VERSION", min=1, help="Only this one, which must be a draft.", show_default=False),
    ] = None,
    revision: SeenRevision = None,
    request_id: RequestId = None,
) -> None:
    """Replace what the draft of a profile says; where there is no draft, make the next version one. With VERSION and --revision,
    as `profile show` said them, nothing is overwritten that somebody else saved meanwhile.
    """
    _check_seen(version, revision)
    definition = read_object(file, read_definition)
    number = version or (await session.client.create_carrier_profile_draft(key, request_id=request_id)).version
    made = await session.client.update_carrier_profile(key, number, definition, expected_revision=revision or 0)
    if session.screen.json:
        session.screen.document(pb.UpdateCarrierProfileResponse(carrier_profile=made))
        return
    _say(session, made)
    session.screen.note(f"use it for exports: hallmint profile publish {made.key}")


@profile_app.command("publish")
@command
async def publish_profile(
    session: Session, *, key: Key, version: NewestVersion = None, revision: SeenRevision = None
) -> None:
    """Publish a draft; exports can use it from then on, and it never changes again."""
    _check_seen(version, revision)
    number = version or (await session.client.get_carrier_profile(key)).version
    made = await session.client.publish_carrier_profile(key, number, expected_revision=revision or 0)
    if session.screen.json:
        session.screen.document(pb.PublishCarrierProfileResponse(carrier_profile=made))
        return
    _say(session, made)


@profile_app.command("deprecate")
@command
async def deprecate_profile(
    session: Session, *, key: Key, version: Annotated[int, typer.Argument(metavar="VERSION", min=1, help="Which one.")]
) -> None:
    """Withdraw a published version: nothing more is exported with it, and it is no default any more."""
    made = await session.client.deprecate_carrier_profile(key, version)
    if session.screen.json:
        session.screen.document(pb.DeprecateCarrierProfileResponse(carrier_profile=made))
        return
    _say(session, made)


@profile_app.command("show")
@command
async def show_profile(session: Session, *, key: Key, version: NewestVersion = None) -> None:
    """Print what a profile says, as a file to change and to give to `create` or `edit`."""
    found = await session.client.get_carrier_profile(key, version or 0)
    screen = session.screen
    if screen.json:
        screen.document(pb.GetCarrierProfileResponse(carrier_profile=found))
        return
    try:
        text = json.dumps(write_definition(found.definition), indent=2, ensure_ascii=False)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    for line in text.split("\n"):
        # What cannot be seen is written as JSON escapes it, so that the file says the same.
        screen.plain("".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in line))
    screen.note(_about(found))


@profile_app.command("list")
@command
async def list_profiles(
    session: Session,
    *,
    key: Annotated[str, typer.Option("--key", metavar="KEY", help="Only versions of this one.")] = "",
    only: Annotated[ProfileStateName | None, typer.Option("--state", help="Only these.")] = None,
    limit: Limit = 50,
    page: PageToken = "",
) -> None:
    """List the versions by key, the brand's own and those that come with Hallmint."""
    wanted = carrier_profile_pb2.CARRIER_PROFILE_STATE_UNSPECIFIED
    if only is not None:
        wanted = carrier_profile_pb2.CarrierProfileState.Value(f"CARRIER_PROFILE_STATE_{only.name}")
    answer = await session.client.list_carrier_profiles(key=key, state=wanted, page_size=limit, page_token=page)
    screen = session.screen
    if screen.json:
        screen.document(answer)
        return
    rows = answer.carrier_profiles
    if not rows:
        screen.note("no such profiles; make one: hallmint profile create --key KEY FILE")
        return
    screen.table(
        Column(title="PROFILE", cells=[row.key for row in rows]),
        Column(title="VERSION", cells=[f"{row.version:,}" for row in rows], right=True),
        Column(title="STATE", cells=[state(word(row, "state")) for row in rows]),
        Column(title="OF", cells=["Hallmint" if row.built_in else "the brand" for row in rows], rank=2),
        Column(title="KIND", cells=[name(row.definition, "kind").lower() for row in rows]),
        Column(title="FORMAT", cells=[row.definition.WhichOneof("settings") or "" for row in rows], rank=1),
        Column(title="ECOSYSTEM", cells=[word(row.definition, "ecosystem") for row in rows], rank=3),
        Column(title="NAME", cells=[row.definition.name for row in rows], rank=4),
        Column(title="PUBLISHED", cells=[time(row, "published_at") for row in rows], rank=5),
    )
    if answer.next_page_token:
        flags = (f" --key {key}" if key else "") + (f" --state {only}" if only else "")
        screen.note(f"more: hallmint profile list{flags} --limit {limit} --page {answer.next_page_token}")


def _check_seen(version: int | None, revision: int | None) -> None:
    if revision is not None and version is None:
        # A newer version may be at the very same revision, and nobody saw that.
        raise typer.BadParameter("--revision goes with VERSION: each version counts its own")


def _about(found: carrier_profile_pb2.CarrierProfile) -> str:
    rest = "comes with Hallmint" if found.built_in else f"revision {found.revision:,}"
    return f"profile {found.key}: version {found.version:,}, {word(found, 'state')}, {rest}"


def _say(session: Session, made: carrier_profile_pb2.CarrierProfile) -> None:
    session.screen.print(_about(made))
