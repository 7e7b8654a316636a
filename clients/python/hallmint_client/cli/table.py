"""Tables and blocks of details that keep every id and URL whole, whatever the width."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.text import Text

from hallmint_client.cli.text import STYLE, clean

GAP = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. Where the terminal is too narrow, those that do not fit are left out, by `rank`; rank 0 stays."""

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


def fitting(columns: Iterable[Column], width: int | None) -> tuple[list[Column], list[str]]:
    """The columns that tell something and fit into `width` terminal cells, all of them where it is None; and the titles of those
    that do not fit.
    """
    telling = [column for column in columns if column.rank == 0 or not column.empty]
    chosen: set[int] = set()
    used = -GAP
    for number in sorted(range(len(telling)), key=lambda number: telling[number].rank):
        column = telling[number]
        if width is None or column.rank == 0 or used + GAP + column.width <= width:
            chosen.add(number)
            used += GAP + column.width
    shown = [column for number, column in enumerate(telling) if number in chosen]
    return shown, [column.title for number, column in enumerate(telling) if number not in chosen]


def table(columns: Iterable[Column], width: int | None) -> Text:
    """Lay out what `fitting` says. Nothing is cut or wrapped."""
    shown, _ = fitting(columns, width)
    rows = [
        [Text(column.title, style="bold") for column in shown],
        *zip(*(column.texts for column in shown), strict=True),
    ]
    return _lines(rows, [column.right for column in shown])


def details(rows: Iterable[tuple[str, str | Text]]) -> Text:
    """Lay out names and values below each other; rows with an empty value are left out."""
    pairs = [(Text(name, style="dim"), Text(clean(value)) if isinstance(value, str) else value) for name, value in rows]
    return _lines([pair for pair in pairs if pair[1].plain], [False, False])


def _lines(rows: Sequence[Sequence[Text]], right: Sequence[bool]) -> Text:
    widths = [max(text.cell_len for text in column) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        line = Text()
        for text, width, to_right in zip(row, widths, right, strict=True):
            blank = " " * (width - text.cell_len)
            line.append_text(Text.assemble(blank, text) if to_right else Text.assemble(text, blank)).append(" " * GAP)
        line.rstrip()
        lines.append(line)
    return Text("\n").join(lines)


def state(name: str, suffix: str = "") -> Text:
    """A state in its colour, with what belongs to it: `processing 64 %`."""
    return Text(f"{name} {suffix}".rstrip(), style=STYLE.get(name, ""))
