"""Plain text as structure. Pure.

Postings arrive with headings in capitals, bullets of any sign, lists typed by hand, and sometimes with every
line break lost: what is there is found again, nothing is invented.
"""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from enum import StrEnum, auto
from itertools import groupby
from statistics import median

_BULLET = re.compile(r"(?:--+|[•·▪‣◦●►]|[*–—-](?=\s))\s*(?P<rest>\S.*)")
_NUMBERED = re.compile(r"\(?(?P<number>\d{1,2})[.)]\s+(?P<rest>\S.*)")
_LOST_BREAK = re.compile(r" {3,}(?! )|\s+(?=[•▪‣◦●►]\s)|\s{2,}(?=\d{1,2}[.)]\s)|\s{2,}(?=--+\s*\w)")
_LEADERS = re.compile(r"(?:\s*\.){4,}\s*")
_WORD = re.compile(r"[^\W\d_]{2,}")
_IN_A_SENTENCE = re.compile(rf"(?<=[a-z])[ (/]+({_WORD.pattern})\b|\b({_WORD.pattern})(?=[ )/]+[a-z])")
_SHORT_LINE, _LONGEST_HEADING = 60, 80
_CHARS_A_LINE = 600  # a text with fewer breaks than one in this many characters has lost them


class Kind(StrEnum):
    """What a block is."""

    HEADING = auto()
    PARAGRAPH = auto()
    BULLETS = auto()
    NUMBERS = auto()


@dataclass(frozen=True)
class Block:
    """Lines that belong together: one for a heading, items of a list, or lines of one paragraph.

    ``start`` is the number that a numbered list begins with.
    """

    kind: Kind
    lines: list[str] = field(default_factory=list)
    start: int = 1


def blocks(text: str, *, title: str = "") -> list[Block]:
    """``text`` as headings, paragraphs and lists. A first line that only repeats ``title`` is left out."""
    lines = _lines(text)
    if title and lines and lines[0].casefold() == title.strip().casefold():
        lines = lines[1:]
    found = list(_grouped(_unwrapped(lines)))
    acronyms = _acronyms(text)
    return [_settled(block, last=block is found[-1], acronyms=acronyms) for block in found]


def _lines(text: str) -> list[str]:
    """Lines without trailing space; an empty one separates paragraphs."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").replace("\t", " ").strip()
    if text.count("\n") * _CHARS_A_LINE < len(text):
        text = _LOST_BREAK.sub("\n\n", text)
    return [" ".join(_LEADERS.sub(" … ", line).split()) for line in text.split("\n")]


def _unwrapped(lines: list[str]) -> list[str]:
    """Lines that a mail program broke at a fixed width, put together again."""
    full = [len(line) for line in lines if len(line) > _SHORT_LINE]
    if len(full) < 3 or max(full) > 100 or median(full) < _SHORT_LINE:
        return lines
    together: list[str] = []
    previous = ""
    for line in lines:
        if line and len(previous) > _SHORT_LINE and _kind(line) is Kind.PARAGRAPH:
            together[-1] += " " + line
        else:
            together.append(line)
        previous = line
    return together


def _grouped(lines: list[str]) -> Iterator[Block]:
    """Neighbouring lines of one kind. An empty line ends a paragraph, never a list."""
    parts = [(line, _kind(line)) for line in lines]
    parts = [part for part in parts if part[0]] if _every_other_is_empty(lines) else parts
    for kind, members in groupby(parts, key=lambda part: part[1]):
        texts = [line for line, _ in members]
        if kind is Kind.PARAGRAPH:
            yield from _paragraphs(texts)
        elif kind is Kind.HEADING:
            yield from _headings(texts)
        else:
            yield _list(kind, texts)


def _every_other_is_empty(lines: list[str]) -> bool:
    return len(lines) > 1 and not any(lines[1::2])


def _kind(line: str) -> Kind:
    if _BULLET.match(line):
        return Kind.BULLETS
    if _NUMBERED.match(line):
        return Kind.NUMBERS
    return Kind.HEADING if _is_heading(line) else Kind.PARAGRAPH


def _is_heading(line: str) -> bool:
    if not line or len(line) > _LONGEST_HEADING or line[-1] in ".,;!" or sum(c.isdigit() for c in line) > 3:
        return False
    spoken = "".join(_WORD.findall(line))
    return len(spoken) > 3 and (line.isupper() or (line.endswith(":") and len(line.split()) <= 6))


def _paragraphs(lines: list[str]) -> Iterator[Block]:
    for filled, run in groupby(lines, key=bool):
        if not filled:
            continue
        for short, members in groupby(run, key=lambda line: len(line) < _SHORT_LINE):
            texts = list(members)
            together = [texts] if short else [[line] for line in texts]
            yield from (Block(Kind.PARAGRAPH, lines) for lines in together)


def _headings(lines: list[str]) -> Iterator[Block]:
    """One heading, or a sentence shouted over several lines."""
    if len(lines) == 1:
        yield Block(Kind.HEADING, lines)
    else:
        yield Block(Kind.PARAGRAPH, lines)


def _list(kind: Kind, lines: list[str]) -> Block:
    pattern = _BULLET if kind is Kind.BULLETS else _NUMBERED
    matches = [match for line in lines if (match := pattern.match(line))]
    start = int(matches[0]["number"]) if kind is Kind.NUMBERS else 1
    return Block(kind, [match["rest"] for match in matches], start)


def _settled(block: Block, *, last: bool, acronyms: Set[str]) -> Block:
    """A heading in sentence case; one that heads nothing is only a line."""
    if block.kind is not Kind.HEADING:
        return block
    if last:
        return Block(Kind.PARAGRAPH, block.lines)
    return Block(Kind.HEADING, [_sentence_case(block.lines[0].rstrip(" :"), acronyms)])


def _sentence_case(heading: str, acronyms: Set[str]) -> str:
    """Capitals taken back, except of words that the running text writes so too: HIV, CRM."""
    if not heading.isupper():
        return heading
    said = _WORD.sub(lambda word: word[0] if word[0] in acronyms else word[0].lower(), heading)
    return said[:1].upper() + said[1:]


def _acronyms(text: str) -> set[str]:
    """The words that ``text`` has in capitals within a sentence and never in small letters."""
    words = set(_WORD.findall(text))
    named = {after or before for after, before in _IN_A_SENTENCE.findall(text)}
    return {word for word in named if word.isupper() and not {word.lower(), word.title()} & words}
