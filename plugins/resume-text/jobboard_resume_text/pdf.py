"""PDF: words that somebody sees, judged by how the page is drawn.

A colour alone says little: white words on a dark banner are a heading, black words under a white box are hidden. So
each page is drawn once, and words count where the drawing shows something in their place that is not their own colour.
"""

import ctypes
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from jobboard_resume_text.reading import DAMAGED, PASSWORD, TOO_LARGE, Reading, Unreadable

MOST_PAGES = 40
_MOST_CHARACTERS = 100_000
_MOST_PIXELS = 1600
_SCALE = 1.5
_SMALLEST = 1.5
"""Points; nobody reads smaller letters."""
_INVISIBLE = {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP}
_STROKED = {raw.FPDF_TEXTRENDERMODE_STROKE, raw.FPDF_TEXTRENDERMODE_STROKE_CLIP}
_SAME = 12
"""Steps of grey, of 256, that no eye tells apart."""
_SHOWN = 0.15
"""Words on their own colour fill less of their box with anything else."""
_BROKEN_WORD = {"\x02", "\ufffe"}  # what PDFium says for a hyphen at the end of a line


@dataclass(slots=True)
class _Run:
    """Letters that one text object draws one after the other, and the box around them in points."""

    drawn_by: raw.FPDF_PAGEOBJECT | None
    letters: list[str] = field(default_factory=list)
    box: tuple[float, float, float, float] | None = None
    size: float = 0.0

    def cover(self, left: float, bottom: float, right: float, top: float) -> None:
        """Make the box reach around another letter."""
        if self.box is None:
            self.box = (left, bottom, right, top)
            return
        old = self.box
        self.box = (min(old[0], left), min(old[1], bottom), max(old[2], right), max(old[3], top))


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A page in shades of grey, row by row from the top."""

    page: pdfium.PdfPage
    width: int
    height: int
    rows: tuple[bytes, ...]

    def behind(self, box: tuple[float, float, float, float]) -> bytes:
        """The pixels of a box in points and of a margin around it; empty outside the page."""
        (left, bottom), (right, top) = self._pixel(box[0], box[1]), self._pixel(box[2], box[3])
        low, high = min(bottom, top), max(bottom, top)
        margin = 2 + (high - low) // 4
        first, last = max(min(left, right) - margin, 0), max(max(left, right) + margin, 0)
        return b"".join(row[first:last] for row in self.rows[max(low - margin, 0) : max(high + margin, 0)])

    def _pixel(self, x: float, y: float) -> tuple[int, int]:
        across, down = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(self.page, 0, 0, self.width, self.height, 0, x, y, across, down)
        return across.value, down.value


def read(data: bytes) -> Reading:
    """The visible words of a PDF, page by page. Raises ``Unreadable``."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as problem:
        protected = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD
        raise Unreadable(PASSWORD if protected else DAMAGED) from problem
    with closing(document):
        return _read(document)


def _read(document: pdfium.PdfDocument) -> Reading:
    if len(document) > MOST_PAGES:
        raise Unreadable(TOO_LARGE)
    pages: list[str] = []
    hidden = False
    for page in document:
        runs = list(_runs(page))
        seen = _seen(page, runs)
        pages.append("".join(letter for run in seen for letter in run.letters))
        hidden = hidden or len(seen) < len(runs)
    return Reading("\n".join(pages), hidden)


def _seen(page: pdfium.PdfPage, runs: list[_Run]) -> list[_Run]:
    if not any(run.box for run in runs):
        return runs
    drawing = _draw(page)
    return [run for run in runs if run.box is None or _is_seen(run, run.box, drawing)]


def _runs(page: pdfium.PdfPage) -> Iterator[_Run]:
    with closing(page.get_textpage()) as text:
        count = text.count_chars()
        if count > _MOST_CHARACTERS:
            raise Unreadable(TOO_LARGE)
        run, address = _Run(None), None
        for index in range(count):
            drawn_by = None if raw.FPDFText_IsGenerated(text, index) else raw.FPDFText_GetTextObject(text, index)
            here = ctypes.cast(drawn_by, ctypes.c_void_p).value if drawn_by else None
            if here != address:
                yield run
                run, address = _Run(drawn_by), here
            _add(run, text, index)
        yield run


def _add(run: _Run, text: pdfium.PdfTextPage, index: int) -> None:
    letter = chr(raw.FPDFText_GetUnicode(text, index))
    if letter in _BROKEN_WORD:
        letter = "-"
    run.letters.append(letter)
    if run.drawn_by is None or not letter.strip():
        return
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if raw.FPDFText_GetCharBox(text, index, left, right, bottom, top):
        run.cover(left.value, bottom.value, right.value, top.value)
    loose = raw.FS_RECTF()
    if raw.FPDFText_GetLooseCharBox(text, index, loose):
        run.size = max(run.size, abs(loose.top - loose.bottom), abs(loose.right - loose.left))


def _draw(page: pdfium.PdfPage) -> _Drawing:
    scale = min(_SCALE, _MOST_PIXELS / max(*page.get_size(), 1.0))
    with closing(page.render(scale=scale, grayscale=True, may_draw_forms=False)) as bitmap:
        pixels, stride = bytes(bitmap.buffer), bitmap.stride
        rows = tuple(pixels[start : start + bitmap.width] for start in range(0, stride * bitmap.height, stride))
        return _Drawing(page, bitmap.width, bitmap.height, rows)


def _is_seen(run: _Run, box: tuple[float, float, float, float], drawing: _Drawing) -> bool:
    mode = raw.FPDFTextObj_GetTextRenderMode(run.drawn_by)
    if mode in _INVISIBLE or run.size < _SMALLEST:
        return False
    pixels = drawing.behind(box)
    if not pixels or max(pixels) - min(pixels) <= _SAME:
        return False
    grey = _grey(run.drawn_by, stroked=mode in _STROKED)
    if grey is None:
        return True
    others = pixels.translate(None, bytes(range(max(grey - _SAME, 0), min(grey + _SAME, 255) + 1)))
    return len(others) >= _SHOWN * len(pixels)


def _grey(drawn_by: raw.FPDF_PAGEOBJECT | None, *, stroked: bool) -> int | None:
    """The object's colour as PDFium draws it in grey; None where it has no plain colour."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    ask = raw.FPDFPageObj_GetStrokeColor if stroked else raw.FPDFPageObj_GetFillColor
    if not ask(drawn_by, red, green, blue, alpha):
        return None
    return (30 * red.value + 59 * green.value + 11 * blue.value) // 100
