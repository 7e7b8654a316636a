"""QR codes on screens."""

import base64
import io

import segno


def draw(text: str, kind: str) -> bytes:
    """A QR code with its quiet zone, black on white, as `svg` or `png`."""
    file = io.BytesIO()
    code = segno.make_qr(text, error="m")
    if kind == "svg":
        code.save(file, kind="svg", border=4, light="#fff", omitsize=True)
    else:
        code.save(file, kind="png", border=4, light="#fff", scale=12)
    return file.getvalue()


def picture(text: str) -> str:
    """The same as the address of an image that holds it."""
    return "data:image/svg+xml;base64," + base64.b64encode(draw(text, "svg")).decode()
