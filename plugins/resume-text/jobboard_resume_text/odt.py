"""OpenDocument text: paragraphs in the order they stand, without what nobody sees."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce

from lxml import etree

from jobboard_resume_text.container import parse, unpack
from jobboard_resume_text.reading import DAMAGED, PASSWORD, Reading, Unreadable

_NAMESPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_OFFICE, _STYLE, _TEXT, _TABLE = (_NAMESPACE % name for name in ("office", "style", "text", "table"))
_FO, _DRAW = _NAMESPACE % "xsl-fo-compatible", _NAMESPACE % "drawing"
_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
_NEARLY_WHITE = re.compile(r"#" + r"[Ff][A-Fa-f0-9]" * 3)
_POINTS = re.compile(r"([\d.]+)pt")
_SMALLEST = 2.0
"""Points; nobody reads smaller letters."""
_NOT_TEXT = {f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_OFFICE}forms"}
_HIDDEN_FIELDS = {f"{_TEXT}hidden-text", f"{_TEXT}hidden-paragraph"}
_INSTEAD = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_AFTER = {f"{_TEXT}p": "\n", f"{_TEXT}h": "\n"}
_MOST_SPACES = 100


@dataclass(frozen=True, slots=True)
class _Look:
    """How the words at some place look. ``ground``: what is behind them need not be white."""

    vanished: bool = False
    white: bool = False
    tiny: bool = False
    ground: bool = False

    @property
    def unseen(self) -> bool:
        """Whether nobody sees them."""
        return self.vanished or self.tiny or (self.white and not self.ground)


@dataclass(slots=True)
class _Walk:
    """The document's styles, and whether words were met that nobody sees."""

    styles: Mapping[str, etree._Element]
    hidden: bool = False
    chains: dict[str, list[etree._Element]] = field(default_factory=dict)

    def words(self, element: etree._Element, look: _Look) -> Iterator[str]:
        """The visible words inside ``element``, which stands where words look like ``look``."""
        if element.tag in _HIDDEN_FIELDS:
            self.hidden = True
            return
        if element.tag in _NOT_TEXT or not isinstance(element.tag, str):
            return
        inside = self._look(element, look)
        yield self._seen(element.text, inside)
        for child in element:
            yield from self.words(child, inside)
            yield self._seen(child.tail, inside)
        yield _INSTEAD.get(element.tag) or _AFTER.get(element.tag) or _spaces(element)

    def _seen(self, text: str | None, look: _Look) -> str:
        if not text or not look.unseen:
            return text or ""
        self.hidden = self.hidden or bool(text.strip())
        return ""

    def _look(self, element: etree._Element, look: _Look) -> _Look:
        if element.get(f"{_TEXT}display") == "none":
            return replace(look, vanished=True)
        if element.tag == f"{_DRAW}text-box":
            return replace(look, ground=True)
        name = element.get(f"{_TEXT}style-name") or element.get(f"{_TABLE}style-name") or ""
        return reduce(_styled, self._chain(name), look)

    def _chain(self, name: str) -> list[etree._Element]:
        """The style called ``name`` after those it builds on."""
        if name not in self.chains:
            self.chains[name] = list(self._ancestry(name))[::-1]
        return self.chains[name]

    def _ancestry(self, name: str) -> Iterator[etree._Element]:
        seen: set[str] = set()
        while name in self.styles and name not in seen:
            seen.add(name)
            yield self.styles[name]
            name = self.styles[name].get(f"{_STYLE}parent-style-name", "")


def read(data: bytes) -> Reading:
    """The visible words of an .odt file. Raises ``Unreadable``."""
    parts = unpack(data, {_CONTENT, _STYLES, _MANIFEST}.__contains__)
    if b"encryption-data" in parts.get(_MANIFEST, b""):
        raise Unreadable(PASSWORD)
    content = parse(parts.get(_CONTENT, b""))
    body = content.find(f"{_OFFICE}body")
    if body is None:
        raise Unreadable(DAMAGED)
    shared = [parse(parts[_STYLES])] if _STYLES in parts else []
    walk = _Walk(
        {style.get(f"{_STYLE}name", ""): style for root in (*shared, content) for style in root.iter(f"{_STYLE}style")}
    )
    return Reading("".join(walk.words(body, _Look())), walk.hidden)


def _styled(look: _Look, style: etree._Element) -> _Look:
    """``look`` after what ``style`` says."""
    for properties in style:
        background = properties.get(f"{_FO}background-color", "transparent")
        if background != "transparent":
            look = replace(look, ground=not _NEARLY_WHITE.fullmatch(background))
    properties = style.find(f"{_STYLE}text-properties")
    if properties is None:
        return look
    colour, size = properties.get(f"{_FO}color"), _POINTS.fullmatch(properties.get(f"{_FO}font-size", ""))
    return _Look(
        vanished=properties.get(f"{_TEXT}display", "none" if look.vanished else "") == "none",
        white=bool(_NEARLY_WHITE.fullmatch(colour)) if colour else look.white,
        tiny=float(size[1]) < _SMALLEST if size else look.tiny,
        ground=look.ground,
    )


def _spaces(element: etree._Element) -> str:
    if element.tag != f"{_TEXT}s":
        return ""
    count = element.get(f"{_TEXT}c", "1")
    return " " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES)
