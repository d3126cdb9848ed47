"""The passage of a posting that shows why it was found, as safe HTML with the words marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from markupsafe import Markup, escape

WIDTH = 220
MOST_FORMS, MOST_SPOTS = 60, 400
_SIGN = r"(?:\#{1,4}|--+|[-*•·])\s+"
_BREAK = re.compile(
    rf"""
      ^{_SIGN}                            # the sign of a heading or of an item, at the beginning of the text
    | \s*\n\s*(?P<item>{_SIGN})*           # a line that begins, with a sign or without
    | (?P<inline>\s+(?:--+|[*•·])\s+)     # items that stand in one line
    | \*\*                                # strong words
    """,
    re.VERBOSE,
)
_ENDS = ".!?:;,…"
_BROKEN_TO_FIT = range(60, 101)
_ACCENTED = re.compile("[\u00c0-\u052f]")


def snippet(text: str, words: Collection[str]) -> Markup:
    """The best ``WIDTH`` characters or so of ``text`` around ``words`` (folded); empty where it has none of them.

    Everything of ``text`` is escaped before anything is marked.
    """
    spots = _spots(text, words)
    start, end = _at_words(text, _best_start(spots, text))
    inside = [spot for spot in spots if start <= spot[0] and spot[1] <= end]
    if not inside:
        return Markup()
    return escape("… " if start else "") + _marked(text, inside, start, end) + (" …" if end < len(text) else "")


def _spots(text: str, words: Collection[str]) -> list[tuple[int, int]]:
    """Where the words stand as whole words, longer ones first where they overlap. Two letters are initials, and those
    are written large: IT and PM, not "it" and "11 pm"."""
    comparable = _comparable(text)
    forms = sorted((word for word in words if len(word) > 1), key=lambda word: (-len(word), word))[:MOST_FORMS]
    found: list[tuple[int, int]] = []
    for form in forms:
        at = comparable.find(form)
        while at >= 0 and len(found) < MOST_SPOTS:
            end = at + len(form)
            if _is_whole(comparable, at, end) and not (len(form) == 2 and text[at:end].islower()):
                found.append((at, end))
            at = comparable.find(form, end)
    apart: list[tuple[int, int]] = []
    for spot in sorted(found, key=lambda spot: (spot[0], -spot[1])):
        if not apart or spot[0] >= apart[-1][1]:
            apart.append(spot)
    return apart


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a word begins and ends there; scripts without spaces have no word ends to look for."""
    if text[start] >= "\u0e00":
        return True
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return not (before.isalnum() and text[start].isalnum()) and not (after.isalnum() and text[end - 1].isalnum())


def _comparable(text: str) -> str:
    """``text`` in small letters without accents, character for character: places in it are places in ``text``."""
    bare = text if text.isascii() else _ACCENTED.sub(_bare, text)
    small = bare.lower()
    return small if len(small) == len(text) else bare


def _bare(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKD", match[0])[0]


def _best_start(spots: list[tuple[int, int]], text: str) -> int:
    """Where the passage with the most different words begins; of equals, the first."""
    best, most = 0, 0.0
    for number, (start, _) in enumerate(spots):
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
    marked = [(at, until, f"<mark>{escape(text[at:until])}</mark>") for at, until in spots]
    breaks = [(*match.span(), _separator(match)) for match in _BREAK.finditer(text, start, end)]
    parts: list[str] = []
    for at, until, instead in sorted([*marked, *breaks]):
        parts += (escape(text[start:at]), instead)
        start = until
    parts.append(escape(text[start:end]))
    return Markup("".join(parts))  # noqa: S704 - all of it was escaped one by one; Markup.format costs ten times this


def _separator(match: re.Match[str]) -> str:
    """What stands between two lines in one: nothing but a space where a sentence goes on or has ended."""
    text, (start, end) = match.string, match.span()
    if not start or match[0] == "**":
        return ""
    is_item = match["item"] or match["inline"]
    before = text[max(start - 3, 0) : start].rstrip("*")[-1:]
    if before in _ENDS or (not is_item and (text[end : end + 1].islower() or _is_wrapped(match))):
        return " "
    return " · "


def _is_wrapped(match: re.Match[str]) -> bool:
    """Whether the line before is as long as lines are that were broken to fit."""
    length = match.start() - match.string.rfind("\n", 0, match.start())
    return length in _BROKEN_TO_FIT
