"""Groups of subcommands."""

import typer
from typer.core import TyperGroup

LIST = "list"


class ListsByDefault(TyperGroup):
    """`hallmint audit --actor x` lists, without a word for it."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Put the word in where no other is."""
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = [LIST, *args]
        return super().parse_args(ctx, args)
