"""Tables and blocks of details that keep every id and URL whole, whatever the width."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.table import Table
from rich.text import Text

from hallmint_client.cli.text import STYLE, clean

GAP = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. Where the terminal is too narrow, columns are left out, the highest `rank` first; rank 0 stays."""

    title: str
    cells: Sequence[str | Text]
    right: bool = False
    rank: int = 0

    @property
    def texts(self) -> list[Text]:
        """The cells, with anything that could steer the terminal taken out."""
        return [Text(clean(cell)) if isinstance(cell, str) else cell for cell in self.cells]

    @property
    def width(self) -> int:
        """Terminal cells of the widest text."""
        return max(len(self.title), *(text.cell_len for text in self.texts), 0)

    @property
    def empty(self) -> bool:
        """Whether it tells nothing."""
        return not any(text.plain for text in self.texts)


def table(columns: Iterable[Column], width: int | None) -> Table:
    """Lay columns out within `width` terminal cells, or all of them where it is None. Nothing is cut or wrapped."""
    shown = [column for column in columns if column.rank == 0 or not column.empty]
    while width is not None and sum(c.width for c in shown) + GAP * (len(shown) - 1) > width:
        last = max(shown, key=lambda column: column.rank)
        if last.rank == 0:
            break
        shown.remove(last)
    grid = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="bold")
    for column in shown:
        grid.add_column(column.title, justify="right" if column.right else "left", no_wrap=True, min_width=column.width)
    for row in zip(*(column.texts for column in shown), strict=True):
        grid.add_row(*row)
    return grid


def details(rows: Iterable[tuple[str, str | Text]]) -> Table:
    """Lay out names and values below each other; rows with an empty value are left out."""
    grid = Table(box=None, show_header=False, pad_edge=False, padding=(0, GAP, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(no_wrap=True)
    for name, value in rows:
        text = Text(clean(value)) if isinstance(value, str) else value
        if text.plain:
            grid.add_row(name, text)
    return grid


def state(name: str, suffix: str = "") -> Text:
    """A state in its colour, with what belongs to it: `processing 64 %`."""
    return Text(f"{name} {suffix}".rstrip(), style=STYLE.get(name, ""))
