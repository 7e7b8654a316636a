"""`hallmint-server log`: what a person does with the public log. Workers do the rest."""

from typing import TYPE_CHECKING, Annotated

import typer

from hallmint_server.invocation import opened_with_database, run

if TYPE_CHECKING:
    from hallmint_server.log.succession import Succession

log_app = typer.Typer(help="The public log, which workers sequence and sign.")


@log_app.callback()
def log_group() -> None:
    """A group, also with one command."""


@log_app.command(name="begin")
def log_begin(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name that was never used, as example.com/log2.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """End the log for good, and begin another one over the same entries, with a key of its own. Stop every worker first. Run it
    again where it did not come to its end.
    """
    found = opened_with_database()
    from hallmint_server.command import connect
    from hallmint_server.db.migrate import check_schema
    from hallmint_server.log import succession

    if found.log_name is not None and found.log_name != name:
        raise ValueError(
            f"HALLMINT_LOG_NAME is {found.log_name}, so no worker would sign as {name}: unset it, or set it to {name}, for every "
            "worker"
        )

    async def begun() -> None:
        async with connect(found) as conn:
            await check_schema(conn)
            ending = await succession.look(conn, found.keys_folder, name)
            if not yes and ending.begun is None:
                typer.confirm(_question(ending), abort=True)
            key, number = await succession.begin(conn, found.keys_folder, ending)
        print(f"the log {ending.ended} has ended; {_last(ending)}")
        if ending.public_key:
            print(f"its public key, for all proofs that were made under it: {ending.public_key}")
        if number is not None:
            print(
                f"its files are ended-{number}-... in {found.keys_folder} now: keep the public key, and take the private one away"
            )
        print(f"the log {name} begins with the first worker that starts; back its key up")
        if found.log_policy:
            print(f"if {found.log_policy} has `log` lines, put the new key there before a worker starts")
        print(f"its public key, for verifiers, monitors and witnesses: {key}")

    run(begun)


def _question(ending: "Succession") -> str:
    return (
        f"The log {ending.ended} ends for good, and nothing is ever signed with its key again; {_last(ending)}. Proofs that were "
        "made under its key stay what they were: its public key has to stay where people find it. Manifests of exports lose "
        f"their head of the log. The log {ending.name} begins over the entries that are here. Shall it?"
    )


def _last(ending: "Succession") -> str:
    size, signed = ending.size, ending.signed
    published = (
        "it never published a checkpoint" if size is None else f"its last published checkpoint has {size} entries"
    )
    return published if signed in (None, size) else f"{published}, the last one that it signed {signed}"
