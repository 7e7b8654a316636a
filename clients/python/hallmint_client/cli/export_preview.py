"""`hallmint export --preview`: what an export would be like."""

from hallmint.v1 import export_service_pb2
from hallmint_client.cli.command import Session
from hallmint_client.cli.table import Column
from hallmint_client.cli.text import units, word


def show_preview(session: Session, answer: export_service_pb2.PreviewExportResponse) -> None:
    """The first units as the first file would have them. A picture and the file of a sample are in `--json` alone."""
    screen = session.screen
    if screen.json:
        screen.document(answer)
        return
    files = f"{answer.packs:,} {'pack' if answer.packs == 1 else 'packs'}"
    screen.print(
        f"{units(answer.units)} in {files} of {answer.profile} {answer.profile_version}, {word(answer, 'format')}: "
        f"{answer.file_name}"
    )
    if answer.columns:  # the first always, others as there is room
        screen.table(
            *(
                Column(title=title, cells=[row.cells[at] for row in answer.rows], rank=at)
                for at, title in enumerate(answer.columns)
            )
        )
    for note in answer.notes:
        screen.note(note)
    screen.note("nothing was made; without --preview it is")
