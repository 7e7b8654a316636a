"""QR codes of single tokens as files; the many of a batch are exported."""

import io

import segno

_QUIET = 4  # modules around it (ISO/IEC 18004, 9.1)
_PIXELS = 16  # a module: some 650 pixels in all, enough to print it 3 cm wide


def draw(url: str, kind: str) -> bytes:
    """A QR code of level M, black on white with its quiet zone, as `svg` or `png`. The level is not raised where there is room:
    all codes of a product have one size.
    """
    code = segno.make(url, error="m", micro=False, boost_error=False)
    file = io.BytesIO()
    if kind == "svg":
        code.save(
            file, kind="svg", border=_QUIET, scale=_PIXELS, dark="#000", light="#fff", svgclass=None, lineclass=None
        )
    else:
        code.save(file, kind="png", border=_QUIET, scale=_PIXELS, dark="#000", light="#fff")
    return file.getvalue()
