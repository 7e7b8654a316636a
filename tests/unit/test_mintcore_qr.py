"""QR symbols through the Python binding: read back by zxing-cpp, equal to segno's where it has the same mode, images that
other programs read.
"""

import io
import random
import sys
import threading
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
import segno
from PIL import Image

import mintcore
from mintcore import CodeKey, check_x_dimension, qr_bitmaps, qr_pngs, qr_svgs, qr_symbol
from tests.support.qr_image import rasterise, read

KEY = CodeKey.from_master(bytes(32))
GTIN = "09506000134352"
URL = f"https://id.example.com/01/{GTIN}/10/LOT-7/21/TJQV3XE78M4S0307"


def urls(count: int) -> list[str]:
    chance = random.Random(7)  # noqa: S311 - a sample
    made = []
    for seq in range(count):
        lot = chance.choice(["", "/10/LOT-7", "/10/a%2Fb", "/10/" + "%25" * 20])
        host = chance.choice(["id.example.com", "x.io", "passports.a-rather-long-name-of-a-brand.example.org"])
        context = chance.choice(["token", f"gtin:{GTIN}"])
        code = KEY.encode(context, 1, seq)
        path = f"/t/{code}" if context == "token" else f"/01/{GTIN}{lot}/21/{code}"
        url = f"https://{host}{path}"
        made.append(url.upper() if chance.random() < 0.4 else url)
    return made


def modules(size: int, rows: bytes) -> list[list[int]]:
    width = -(-size // 8)
    return [[rows[y * width + x // 8] >> (7 - x % 8) & 1 for x in range(size)] for y in range(size)]


@pytest.mark.parametrize("level", ["L", "M", "Q", "H"])
def test_images_say_their_texts(level: str) -> None:
    texts = [*urls(60), "7", "x" * 200, "https://x.io/t/" + "9" * 500]
    pngs = qr_pngs(texts, level=level, quiet_zone=4, module_px=3, dpi=300)
    svgs = qr_svgs(texts, level=level, quiet_zone=4, module_um=495)
    for text, png, svg in zip(texts, pngs, svgs, strict=True):
        image = Image.open(io.BytesIO(png))
        image.load()
        assert (image.mode, image.format) == ("1", "PNG")
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.02)
        drawn = rasterise(svg, 3)
        assert image.size == drawn.size
        assert image.convert("L").tobytes() == drawn.tobytes()
        assert read(image.convert("L")) == text


def test_bitmaps_are_the_modules_of_the_images() -> None:
    texts = urls(20)
    pngs = qr_pngs(texts, level="Q", quiet_zone=0, module_px=1)
    for text, (size, rows), png in zip(texts, qr_bitmaps(texts, level="Q"), pngs, strict=True):
        symbol = qr_symbol(text, "Q")
        assert (symbol.size_modules, 17 + 4 * symbol.version) == (size, size)
        pixels = list(Image.open(io.BytesIO(png)).convert("L").tobytes())
        assert [255 * (1 - module) for row in modules(size, rows) for module in row] == pixels


@pytest.mark.parametrize("text", ["HTTPS://ID.EXAMPLE.COM/T/TJQV3XE78M4S0307", "0123456789" * 9])
@pytest.mark.parametrize("level", ["L", "M", "Q", "H"])
def test_a_text_of_one_mode_is_as_segno_has_it(text: str, level: str) -> None:
    """Not in byte mode, where segno fills up with a byte 0 that the standard does not have (7.4.10)."""
    symbol = qr_symbol(text, level)
    other = segno.make_qr(text, error=level, boost_error=False, mask=symbol.mask)
    assert (symbol.version, symbol.size_modules) == (other.version, other.symbol_size(border=0)[0])
    ((size, rows),) = qr_bitmaps([text], level=level)
    assert modules(size, rows) == [list(row) for row in other.matrix]


def test_a_mix_of_modes_and_upper_case_make_a_symbol_smaller() -> None:
    assert segno.make_qr(URL, error="m", boost_error=False).version == 5
    assert qr_symbol(URL, "M").version == 4
    assert qr_symbol(URL, "M") == qr_symbol(URL, "M")
    bare = f"https://id.example.com/01/{GTIN}/21/TJQV3XE78M4S0307"
    assert (qr_symbol(bare, "M").version, qr_symbol(bare.upper(), "M").version) == (4, 3)


def test_the_same_text_gives_the_same_bytes() -> None:
    for make in (
        lambda texts: qr_svgs(texts, level="M", quiet_zone=4, module_um=396),
        lambda texts: qr_pngs(texts, level="M", quiet_zone=4, module_px=5),
        lambda texts: qr_bitmaps(texts, level="M"),
    ):
        texts = urls(30)
        alone = [make([text])[0] for text in texts]
        assert make(texts) == alone
        assert make([]) == []


def test_sizes_of_images() -> None:
    (svg,) = qr_svgs([URL], level="M", quiet_zone=2, module_um=396)
    root = ET.fromstring(svg)  # noqa: S314 - made here
    assert (root.attrib["width"], root.attrib["height"]) == ("14.652mm", "14.652mm")
    assert root.attrib["viewBox"] == "0 0 37 37"
    assert len(svg) < 2_000
    (png,) = qr_pngs([URL], level="M", quiet_zone=2, module_px=64)
    assert Image.open(io.BytesIO(png)).size == (37 * 64, 37 * 64)
    assert "dpi" not in Image.open(io.BytesIO(png)).info


@pytest.mark.parametrize(
    "call",
    [
        lambda: qr_symbol("", "M"),
        lambda: qr_symbol("é", "M"),
        lambda: qr_symbol("\ud800", "M"),
        lambda: qr_symbol("7" * 10_000, "M"),
        lambda: qr_symbol("7", "m"),
        lambda: qr_svgs([URL, ""], level="M", quiet_zone=4, module_um=495),
        lambda: qr_svgs([URL], level="M", quiet_zone=33, module_um=495),
        lambda: qr_svgs([URL], level="M", quiet_zone=-1, module_um=495),
        lambda: qr_svgs([URL], level="M", quiet_zone=4, module_um=9),
        lambda: qr_pngs([URL], level="M", quiet_zone=4, module_px=0),
        lambda: qr_pngs([URL], level="M", quiet_zone=4, module_px=2**70),
        lambda: qr_pngs([URL], level="M", quiet_zone=4, module_px=4, dpi=0),
        lambda: qr_bitmaps([URL], level="X"),
        lambda: check_x_dimension(-1),
    ],
)
def test_what_is_refused(call: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"text|level|quiet zone|module|inch|micrometres"):
        call()


def test_one_text_is_no_sequence_of_texts() -> None:
    with pytest.raises(TypeError):
        qr_bitmaps(URL, level="M")
    with pytest.raises(TypeError):
        qr_bitmaps([URL.encode()], level="M")  # type: ignore[list-item] # what is tested


def test_the_size_of_a_printed_module() -> None:
    verdicts = {size: check_x_dimension(size).verdict for size in (395, 396, 495, 990, 991)}
    assert verdicts == {395: "TOO_SMALL", 396: "BELOW_TARGET", 495: "GOOD", 990: "GOOD", 991: "TOO_LARGE"}
    bounds = check_x_dimension(400)
    assert (bounds.minimum_um, bounds.target_um, bounds.maximum_um, bounds.quiet_zone) == (396, 495, 990, 4)


def test_symbols_are_made_without_the_interpreter_lock() -> None:
    """As in test_mintcore: another thread runs only where the lock is given up."""
    started, stop = threading.Event(), threading.Event()
    stopped_at: list[bool] = []
    texts = urls(200)

    def work() -> None:
        started.set()
        for _ in range(500):
            mintcore.qr_bitmaps(texts, level="M")
            if stop.is_set():
                break
        stopped_at.append(stop.is_set())

    interval = sys.getswitchinterval()
    sys.setswitchinterval(600)
    try:
        worker = threading.Thread(target=work)
        worker.start()
        started.wait()
        stop.set()
        worker.join()
    finally:
        sys.setswitchinterval(interval)
    assert stopped_at == [True]
