"""What changed from one version of a résumé's text to another, line by line and word by word. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

MOST_LINES = 1500
"""Lines of each text that are compared; what stands after them is left out and said to be."""
CONTEXT = 2
"""Unchanged lines that are shown on either side of a change."""
_MOST_WORDS = 2000
_ALIKE = 0.4
"""Below this share of equal words two passages are shown one after the other, not woven into each other."""
_WORDS = re.compile(r"\S+|\n")


class Change(StrEnum):
    """What became of some words."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Part:
    """Words to which the same happened. Line breaks in ``text`` are those of the résumé."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Some lines in the order of the newer text. ``folded`` ones are unchanged and far from every change."""

    parts: tuple[Part, ...]
    lines: int
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that changed; ``added`` and ``removed`` count words. ``cut``: a text is longer than what was
    compared."""

    passages: tuple[Passage, ...]
    added: int
    removed: int
    cut: bool


def difference(old: str, new: str) -> Difference:
    """How ``new`` differs from ``old``. Spaces and empty lines make no difference."""
    before, after = _lines(old), _lines(new)
    passages = tuple(_passages(before[:MOST_LINES], after[:MOST_LINES]))
    return Difference(
        passages,
        added=_count(passages, Change.ADDED),
        removed=_count(passages, Change.REMOVED),
        cut=max(len(before), len(after)) > MOST_LINES,
    )


def _lines(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in lines if line]


def _count(passages: Sequence[Passage], change: Change) -> int:
    return sum(len(part.text.split()) for passage in passages for part in passage.parts if part.change is change)


def _passages(before: Sequence[str], after: Sequence[str]) -> Iterator[Passage]:
    for what, low, high, start, end in SequenceMatcher(None, before, after).get_opcodes():
        if what == "equal":
            yield from _unchanged(after[start:end], at_start=start == 0, at_end=end == len(after))
        else:
            yield Passage(tuple(_woven("\n".join(before[low:high]), "\n".join(after[start:end]))), end - start)


def _unchanged(lines: Sequence[str], *, at_start: bool, at_end: bool) -> Iterator[Passage]:
    """The lines, those folded that are further than ``CONTEXT`` from the changes around them."""
    first = 0 if at_start else CONTEXT
    last = len(lines) if at_end else max(len(lines) - CONTEXT, first)
    for shown, folded in ((lines[:first], False), (lines[first:last], True), (lines[last:], False)):
        if shown:
            yield Passage((Part(Change.SAME, "\n".join(shown)),), len(shown), folded)


def _woven(old: str, new: str) -> Iterator[Part]:
    """One passage that became another, word by word where the two are alike."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    matcher = SequenceMatcher(None, before[:_MOST_WORDS], after[:_MOST_WORDS])
    if max(len(before), len(after)) > _MOST_WORDS or matcher.ratio() < _ALIKE:
        yield from _parts((Change.REMOVED, before), (Change.ADDED, after))
        return
    for what, low, high, start, end in matcher.get_opcodes():
        if what == "equal":
            yield from _parts((Change.SAME, after[start:end]))
        else:
            yield from _parts((Change.REMOVED, before[low:high]), (Change.ADDED, after[start:end]))


def _parts(*said: tuple[Change, Sequence[str]]) -> Iterator[Part]:
    for change, words in said:
        if words:
            yield Part(change, " ".join(words).replace(" \n ", "\n"))
