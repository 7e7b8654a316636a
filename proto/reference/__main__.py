"""`python -m proto.reference DESCRIPTORS FOLDER`: write the API reference (`make reference`)."""

import sys
from pathlib import Path
from string import Template

from google.protobuf.descriptor_pb2 import FileDescriptorSet

from proto.reference import page, permission, source
from proto.reference.prose import ERRORS, INDEX, MESSAGES, PERMISSIONS, Prose, page_of

_INDEX = Path(__file__).with_name("index.md")


def pages(descriptors: FileDescriptorSet) -> dict[str, str]:
    """The text of each page by the name of its file. ValueError where a comment is missing or is not of the form of the others,
    KeyError where the table of permissions lacks an rpc.
    """
    files, permissions = source.read(descriptors), permission.load()
    prose = Prose(files)
    found = {
        page_of(file): page.service_page(file, service, prose, permissions) for file, service in source.services(files)
    }
    found[MESSAGES] = page.shared_page(files, prose)
    found[ERRORS] = page.error_page(next(file for file in files if page_of(file) == ERRORS), prose)
    found[PERMISSIONS] = page.permission_page(files, permissions)
    texts = {name: "\n".join(lines) + "\n" for name, lines in found.items()}
    services = "\n".join(page.service_table(files, prose))
    texts[INDEX] = Template(_INDEX.read_text(encoding="utf-8")).substitute(services=services)
    return texts


def main(descriptors: Path, folder: Path) -> None:
    """Write the pages into a folder, and take away pages of what is no more."""
    texts = pages(FileDescriptorSet.FromString(descriptors.read_bytes()))
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.md"):
        if old.name not in texts:
            old.unlink()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
