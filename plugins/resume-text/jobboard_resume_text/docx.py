"""Word: what nobody sees is taken out of the parts, what is left is read by docx2python."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docx2python import docx2python
from lxml import etree

from jobboard_resume_text.container import pack, parse, unpack
from jobboard_resume_text.reading import DAMAGED, Reading, Unreadable

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{_W}val"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TEXT_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_STYLES = "word/styles.xml"
_OFF = {"0", "false", "off"}
_SMALLEST = 4  # half points: two points, which nobody reads
_NEARLY_WHITE = re.compile(r"[Ff][A-Fa-f0-9]" * 3)
_IMAGE = re.compile(r"----(?:media/)?[^\n]*?----")
_BEHIND = (f"{_W}p", f"{_W}tc", f"{_W}tbl")
_OWN_GROUND = f"{_W}txbxContent"
"""A text box brings its own background, in too many ways to tell its colour."""
_DROPPED = (
    f"{_W}del",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
)


@dataclass(frozen=True, slots=True)
class _Look:
    """What the properties of a run, a paragraph or a style say; None: nothing."""

    vanished: bool | None = None
    white: bool | None = None
    tiny: bool | None = None
    shaded: bool | None = None

    def over(self, other: "_Look") -> "_Look":
        """This look where it says something, the other one elsewhere."""
        pairs = ((getattr(self, name), getattr(other, name)) for name in self.__slots__)
        return _Look(*(mine if mine is not None else theirs for mine, theirs in pairs))


_Styles = Mapping[str, _Look]


def read(data: bytes) -> Reading:
    """The visible words of a .docx file. Raises ``Unreadable``."""
    parts = unpack(data, lambda name: name.endswith((".xml", ".rels")))
    if "word/document.xml" not in parts:
        raise Unreadable(DAMAGED)
    styles = _styles(parse(parts[_STYLES])) if _STYLES in parts else {}
    hidden = False
    for name, part in parts.items():
        root = parse(part)
        if _TEXT_PARTS.fullmatch(name):
            hidden |= _strip(root, styles)
            parts[name] = etree.tostring(root)
    with docx2python(pack(parts)) as content:
        text = str(content.text)
    return Reading(_IMAGE.sub("", text).replace("--\t", "- "), hidden)


def _strip(root: etree._Element, styles: _Styles) -> bool:
    """Take out of a part what is not seen, and what docx2python would add to what is."""
    for element in list(root.iter(*_DROPPED)):
        etree.strip_elements(root, element.tag, with_tail=False)
    etree.strip_tags(root, f"{_W}hyperlink")
    etree.cleanup_namespaces(root, top_nsmap={"r": _RELATIONS}, keep_ns_prefixes=["r"])  # docx2python asks for it
    unseen = [run for run in root.iter(f"{_W}r") if _is_unseen(run, styles)]
    for run in unseen:
        parent = run.getparent()
        if parent is not None:
            parent.remove(run)
    return any(_words(run) for run in unseen)


def _words(run: etree._Element) -> str:
    return "".join(text.text or "" for text in run.iter(f"{_W}t")).strip()


def _is_unseen(run: etree._Element, styles: _Styles) -> bool:
    paragraph = next(run.iterancestors(f"{_W}p"), None)
    look = _look(run.find(f"{_W}rPr"), styles, "rStyle")
    if paragraph is not None:
        look = look.over(_named(paragraph.find(f"{_W}pPr"), styles, "pStyle"))
    if look.vanished or look.tiny:
        return True
    return bool(look.white and not look.shaded and not _has_ground(run))


def _has_ground(run: etree._Element) -> bool:
    """Whether something behind the run may be dark: a shaded paragraph, cell or table, a table's style, a text box."""
    return any(_is_ground(element) for element in run.iterancestors(*_BEHIND, _OWN_GROUND))


def _is_ground(element: etree._Element) -> bool:
    if element.tag == _OWN_GROUND:
        return True
    properties = element.find(f"{element.tag}Pr")
    if properties is None:
        return False
    return properties.find(f"{_W}tblStyle") is not None or bool(_shaded(properties))


def _styles(root: etree._Element) -> _Styles:
    defined = {style.get(f"{_W}styleId", ""): style for style in root.iter(f"{_W}style")}
    return {name: _inherited(name, defined) for name in defined}


def _inherited(name: str, defined: Mapping[str, etree._Element]) -> _Look:
    look = _Look()
    for style in _ancestry(name, defined):
        look = look.over(_plain_look(style.find(f"{_W}rPr"))).over(_Look(shaded=_shaded(style.find(f"{_W}pPr"))))
    return look


def _ancestry(name: str, defined: Mapping[str, etree._Element]) -> Iterator[etree._Element]:
    seen: set[str] = set()
    while name in defined and name not in seen:
        seen.add(name)
        yield defined[name]
        name = _value(defined[name], "basedOn") or ""


def _look(properties: etree._Element | None, styles: _Styles, style: str) -> _Look:
    return _plain_look(properties).over(_named(properties, styles, style))


def _named(properties: etree._Element | None, styles: _Styles, style: str) -> _Look:
    return styles.get(_value(properties, style) or "", _Look())


def _plain_look(properties: etree._Element | None) -> _Look:
    colour, size = _value(properties, "color"), _value(properties, "sz")
    return _Look(
        vanished=_switch(properties, "vanish"),
        white=bool(_NEARLY_WHITE.fullmatch(colour)) if colour else None,
        tiny=int(size) < _SMALLEST if size and size.isdecimal() else None,
        shaded=_shaded(properties),
    )


def _switch(properties: etree._Element | None, name: str) -> bool | None:
    element = properties.find(f"{_W}{name}") if properties is not None else None
    return None if element is None else element.get(_VAL, "true") not in _OFF


def _shaded(properties: etree._Element | None) -> bool | None:
    if properties is None:
        return None
    if _value(properties, "highlight") not in (None, "none", "white"):
        return True
    shading = properties.find(f"{_W}shd")
    if shading is None:
        return None
    fill = shading.get(f"{_W}fill", "auto")
    return fill != "auto" and not _NEARLY_WHITE.fullmatch(fill)


def _value(element: etree._Element | None, name: str) -> str | None:
    found = element.find(f"{_W}{name}") if element is not None else None
    return None if found is None else found.get(_VAL, "")
