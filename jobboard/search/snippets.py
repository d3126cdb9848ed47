"""The passage of a posting that shows why it was found, as safe HTML with the words marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from markupsafe import Markup, escape

WIDTH = 220
MOST_FORMS = 60


def snippet(text: str, words: Collection[str]) -> Markup:
    """The best ``WIDTH`` characters or so of ``text`` around ``words`` (folded), else its beginning.

    Everything of ``text`` is escaped before anything is marked. Empty for an empty text.
    """
    if not text:
        return Markup("")
    pattern = _pattern(words)
    spots = [match.span() for match in pattern.finditer(_comparable(text))] if pattern else []
    start = _best_start(spots, text)
    start, end = _at_words(text, start)
    marked = _marked(text, [spot for spot in spots if start <= spot[0] and spot[1] <= end], start, end)
    return Markup("{}{}{}").format("… " if start else "", marked, " …" if end < len(text) else "")


def _pattern(words: Collection[str]) -> re.Pattern[str] | None:
    forms = sorted((word for word in words if len(word) > 1), key=lambda word: (-len(word), word))[:MOST_FORMS]
    if not forms:
        return None
    return re.compile("|".join(_bounded(form) for form in forms), re.IGNORECASE)


def _bounded(form: str) -> str:
    """``form`` as a whole word; scripts without spaces have no word ends to look for."""
    body = re.escape(form)
    if any(ord(char) >= 0x0E00 for char in form):
        return body
    return (r"(?<!\w)" if form[0].isalnum() else "") + body + (r"(?!\w)" if form[-1].isalnum() else "")


def _comparable(text: str) -> str:
    """``text`` without accents, character for character, so that places in it are places in ``text``."""
    if text.isascii():
        return text
    return "".join(char if char.isascii() else _bare(char) for char in text)


def _bare(char: str) -> str:
    base = unicodedata.normalize("NFKD", char)[0]
    return base if ord(base) < 0x0590 else char


def _best_start(spots: list[tuple[int, int]], text: str) -> int:
    """Where the passage with the most different words begins; of equals, the first."""
    best, most = 0, 0.0
    for number, (start, _) in enumerate(spots[:200]):
        near = [text[a:b].lower() for a, b in spots[number : number + 12] if b <= start + WIDTH - 40]
        worth = len(set(near)) + 0.1 * len(near)
        if worth > most:
            best, most = max(start - 40, 0), worth
    return best


def _at_words(text: str, start: int) -> tuple[int, int]:
    """The passage widened to whole words and to the beginning where it is near."""
    start = 0 if start < 30 else text.rfind(" ", 0, start) + 1
    end = min(start + WIDTH, len(text))
    if end < len(text):
        space = text.rfind(" ", start, end)
        end = space if space > start else end
    return start, end


def _marked(text: str, spots: list[tuple[int, int]], start: int, end: int) -> Markup:
    parts: list[Markup] = []
    for at, until in spots:
        parts.append(escape(_line(text[start:at])))
        parts.append(Markup("<mark>{}</mark>").format(text[at:until]))
        start = until
    return Markup("").join([*parts, escape(_line(text[start:end]))])


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
