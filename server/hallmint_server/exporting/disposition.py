"""Content-Disposition: the name that a download is saved as (RFC 6266)."""

import re
from urllib.parse import quote

_NO_NAME = re.compile(r'[\x00-\x1f\x7f-\x9f"\\/:*?<>|]')
_ATTRIBUTE_CHARACTERS = "!#$&+-.^_`|~"
_MOST = 150


def attachment(file_name: str) -> str:
    """The header's value for `file_name`. What no file system takes in a name, and what could end the header, becomes `_`."""
    name = _NO_NAME.sub("_", file_name.encode("utf-8", "replace").decode())[:_MOST].strip(". ") or "download"
    plain = "".join(c if " " <= c <= "~" and c != "%" else "_" for c in name)  # some clients decode %xx in it
    if plain == name:
        return f'attachment; filename="{plain}"'
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe=_ATTRIBUTE_CHARACTERS)}"
