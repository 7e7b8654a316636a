"""Groups of subcommands."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperGroup
from typer.main import get_group

LIST = "list"


class ListsByDefault(TyperGroup):
    """`hallmint audit --actor x` lists, without a word for it."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Put the word in where no other is."""
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = [LIST, *args]
        return super().parse_args(ctx, args)


class LoadsByName(TyperGroup):
    """Loads a subcommand when it is asked for: a process runs one of many, and to load and build all takes longer than what most
    of them do. Help shows all, so it loads all.
    """

    places: ClassVar[Mapping[str, str]]
    """Of each subcommand by its name, in the order of help: `module:attribute`, which is a function or a group."""

    def get_command(self, ctx: typer.Context, cmd_name: str) -> Any:  # type: ignore[override]
        """The subcommand of a name; None where there is none. Then all are loaded, among which the like of it is looked for."""
        for name in [cmd_name] if cmd_name in self.places else self.places:
            if name not in self.commands:
                self._load(name)
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override] # noqa: ARG002
        """Names in the order of help."""
        return list(self.places)

    def _load(self, name: str) -> None:
        module, _, attribute = self.places[name].partition(":")
        found = getattr(import_module(module), attribute)
        # Typer builds whole groups only: one around it.
        alone = typer.Typer()
        if isinstance(found, typer.Typer):
            alone.add_typer(found, name=name)
        else:
            alone.command(name)(found)
        built = get_group(alone)
        self.commands[name] = built.commands[name]
