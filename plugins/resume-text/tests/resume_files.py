"""Résumés as people and attackers make them, written by hand so that a test shows what is in them."""

from __future__ import annotations

import zipfile
from io import BytesIO

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_REL = "http://schemas.openxmlformats.org"
_DOCX_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "_rels/.rels": f'<Relationships xmlns="{_REL}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{_REL}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": f'<Relationships xmlns="{_REL}/package/2006/relationships"/>',
}
_ODT_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for name, long in {
        "office": "office",
        "style": "style",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
    }.items()
)


def pdf(drawing: str = "", *, pages: int = 1, trailer: str = "", coding: str = "") -> bytes:
    """A PDF whose pages all show ``drawing``, a content stream with the font /F, as it is or in some ``coding``."""
    kids = " ".join(f"{number} 0 R" for number in range(5, 5 + pages))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Length {len(drawing)} {coding} >>\nstream\n{drawing}\nendstream",
        *["<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
          "/Resources << /Font << /F 3 0 R >> >> >>"] * pages,
    ]  # fmt: skip
    written, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\n"
    return written + f"{end}startxref\n{len(written)}\n%%EOF\n".encode("latin-1")


def line(words: str, *, y: int = 700, size: float = 11, before: str = "0 g") -> str:
    """A line of text in a content stream; ``before`` sets its colour or how it is drawn."""
    return f"q {before} BT /F {size} Tf 50 {y} Td ({words}) Tj ET Q\n"


def docx(body: str, *, styles: str = "", **others: str) -> bytes:
    """A Word file with ``body`` (paragraphs in the namespace ``w``) and perhaps ``styles``."""
    parts = dict(_DOCX_PARTS)
    parts["word/document.xml"] = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    if styles:
        parts["word/styles.xml"] = f'<w:styles xmlns:w="{W}">{styles}</w:styles>'
    return zipped({**parts, **others})


def paragraph(*runs: str, properties: str = "") -> str:
    """A Word paragraph of ``runs``."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def run(words: str, properties: str = "") -> str:
    """A Word run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def odt(body: str, *, styles: str = "", manifest: str = "<manifest/>") -> bytes:
    """An OpenDocument text with ``body`` and perhaps automatic ``styles``."""
    content = (
        f"<office:document-content {_ODT_NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    kind = {"mimetype": "application/vnd.oasis.opendocument.text"}
    return zipped({**kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def zipped(parts: dict[str, str]) -> bytes:
    """A zip file; the part ``mimetype`` is stored as it is."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            stored = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, text, compress_type=stored)
    return packed.getvalue()
