"""`hallmint template`."""

from typing import Annotated

import typer

from hallmint.v1 import content_pb2, content_service_pb2, product_pb2
from hallmint_client.cli.command import Session, command
from hallmint_client.cli.definition import FILE, OnlyState, SeenRevision, VersionId, read_definition, version_state
from hallmint_client.cli.option import GroupName, Limit, PageToken, RequestId
from hallmint_client.cli.table import Column, details, state
from hallmint_client.cli.text import time, word

template_app = typer.Typer(help="Look after passport templates: what pages of a product group show.")

TemplateFile = Annotated[
    str,
    typer.Argument(metavar="FILE", help=f'{{"sections": [{{"title", "fields": [{{"path", "label"}}]}}]}}: {FILE}.'),
]


@template_app.command("create")
@command
async def create_template(
    session: Session,
    *,
    file: TemplateFile,
    group: Annotated[GroupName, typer.Option("--group", help="The products that it is for; generic: all others.")],
    request_id: RequestId = None,
) -> None:
    """Make a draft: the next version of the group's template."""
    sections = read_definition(file, "template", content_pb2.Template()).sections
    made = await session.client.create_template(group=_group(group), sections=sections, request_id=request_id)
    if session.screen.json:
        session.screen.document(content_service_pb2.CreateTemplateResponse(template=made))
        return
    _say(session, made)
    session.screen.note(f"use it for pages: hallmint template publish {made.template_id}")


@template_app.command("update")
@command
async def update_template(
    session: Session, *, template_id: VersionId, file: TemplateFile, revision: SeenRevision = None
) -> None:
    """Replace the content of a draft. FILE may be what `show --json` printed, changed: then its revision is the one that you saw,
    unless --revision says another.
    """
    given = read_definition(file, "template", content_pb2.Template())
    made = await session.client.update_template(
        template_id, sections=given.sections, expected_revision=revision or given.revision
    )
    if session.screen.json:
        session.screen.document(content_service_pb2.UpdateTemplateResponse(template=made))
        return
    _say(session, made)


@template_app.command("publish")
@command
async def publish_template(session: Session, *, template_id: VersionId, revision: SeenRevision = None) -> None:
    """Publish a draft; pages of its group show it from then on, and it never changes again."""
    made = await session.client.publish_template(template_id, expected_revision=revision or 0)
    if session.screen.json:
        session.screen.document(content_service_pb2.PublishTemplateResponse(template=made))
        return
    _say(session, made)


@template_app.command("show")
@command
async def show_template(session: Session, *, template_id: VersionId) -> None:
    """Show one version with its sections."""
    found = await session.client.get_template(template_id)
    screen = session.screen
    if screen.json:
        screen.document(content_service_pb2.GetTemplateResponse(template=found))
        return
    screen.print(
        details(
            [
                ("template", found.template_id),
                ("group", word(found, "group")),
                ("version", f"{found.version:,}"),
                ("state", state(word(found, "state"))),
                ("revision", f"{found.revision:,}"),
                ("created", time(found, "created_at")),
                ("published", time(found, "published_at")),
            ]
        )
    )
    shown = [(section.title, field) for section in found.sections for field in section.fields]
    screen.print("")
    screen.table(
        Column(title="SECTION", cells=[title for title, _ in shown]),
        Column(title="FIELD", cells=[field.path for _, field in shown]),
        Column(title="LABEL", cells=[field.label for _, field in shown], rank=1),
    )


@template_app.command("list")
@command
async def list_templates(
    session: Session,
    *,
    group: Annotated[GroupName | None, typer.Option("--group", help="Only those of this group.")] = None,
    only: OnlyState = None,
    limit: Limit = 50,
    page: PageToken = "",
) -> None:
    """List the versions, newest first."""
    answer = await session.client.list_templates(
        group=_group(group), state=version_state(only), page_size=limit, page_token=page
    )
    screen = session.screen
    if screen.json:
        screen.document(answer)
        return
    rows = answer.templates
    if not rows:
        screen.note("no templates; make one: hallmint template create --group generic FILE")
        return
    screen.table(
        Column(title="TEMPLATE", cells=[row.template_id for row in rows]),
        Column(title="GROUP", cells=[word(row, "group") for row in rows]),
        Column(title="VERSION", cells=[f"{row.version:,}" for row in rows], right=True),
        Column(title="STATE", cells=[state(word(row, "state")) for row in rows]),
        Column(
            title="FIELDS", cells=[f"{sum(len(s.fields) for s in row.sections)}" for row in rows], right=True, rank=2
        ),
        Column(title="PUBLISHED", cells=[time(row, "published_at") for row in rows], rank=1),
        Column(title="CREATED", cells=[time(row, "created_at") for row in rows], rank=3),
    )
    if answer.next_page_token:
        flags = (f" --group {group}" if group else "") + (f" --state {only}" if only else "")
        screen.note(f"more: hallmint template list{flags} --limit {limit} --page {answer.next_page_token}")


def _group(name: GroupName | None) -> product_pb2.ProductGroup.ValueType:
    if name is None:
        return product_pb2.PRODUCT_GROUP_UNSPECIFIED
    return product_pb2.ProductGroup.Value(f"PRODUCT_GROUP_{name.name}")


def _say(session: Session, made: content_pb2.Template) -> None:
    group, stands = word(made, "group"), word(made, "state")
    session.screen.print(f"template {made.template_id}: version {made.version:,} for {group}, {stands}")
