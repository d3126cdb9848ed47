"""The recruiter's grammar: AND, OR, NOT and parentheses over the same words and phrases everybody types.

``nurse AND (leeds OR york) NOT agency``. Side by side means AND, which binds closer than OR. Only operators in
capitals are operators, so that "research and development" stays three words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jobboard.search.query import LONGEST_QUERY, MOST_WORDS, readable_words

DEEPEST = 12
"""Parentheses inside parentheses; deeper ones are read as if they were not there."""

_TOKENS = re.compile(
    r"""(?P<open>\()|(?P<close>\))|(?P<minus>(?<![^\s(])[-−–](?=\S))|["“”„«](?P<phrase>[^"“”„«»]*)["“”»]|(?P<word>[^\s"“”„«»()]+)"""
)
_OPERATORS = frozenset({"AND", "OR", "NOT"})


@dataclass(frozen=True)
class Leaf:
    """One word, or several that must stand side by side."""

    text: str


@dataclass(frozen=True)
class Not:
    """Whatever ``part`` does not hold for."""

    part: Expression


@dataclass(frozen=True)
class AllOf:
    """Every part must hold; of two or more."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class AnyOf:
    """One part is enough; of two or more."""

    parts: tuple[Expression, ...]


Expression = Leaf | Not | AllOf | AnyOf


def parse_boolean(text: str) -> Expression | None:
    """Read ``text``; ``None`` when no word is in it.

    Never fails: an operator without its operand, an empty or unclosed parenthesis is read as if it were not there.
    Only the first 200 characters and 16 words count.
    """
    return _Reader(text).expression()


def wanted(expression: Expression) -> Iterator[str]:
    """The words and phrases that speak for a document, as opposed to those it must not hold."""
    match expression:
        case Leaf(text):
            yield text
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from wanted(part)
        case Not():
            return


class _Reader:
    """A recursive descent over the tokens of one query."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text[:LONGEST_QUERY].replace("\0", " ")))
        self._at = 0

    def expression(self) -> Expression | None:
        """The whole query; what follows a parenthesis that was never opened belongs to it all the same."""
        parts = []
        while self._at < len(self._tokens):
            if part := self._any_of(depth=0):
                parts.append(part)
            self._taken(")")
        return _joined(AllOf, parts)

    def _any_of(self, *, depth: int) -> Expression | None:
        parts = [self._all_of(depth=depth)]
        while self._taken("OR"):
            parts.append(self._all_of(depth=depth))
        return _joined(AnyOf, [part for part in parts if part])

    def _all_of(self, *, depth: int) -> Expression | None:
        parts = []
        while (sign := self._next()) not in {None, ")", "OR"}:
            if sign == "AND":
                self._at += 1
            elif part := self._operand(depth=depth):
                parts.append(part)
        return _joined(AllOf, parts)

    def _operand(self, *, depth: int) -> Expression | None:
        read = self._tokens[self._at]
        self._at += 1
        if isinstance(read, Leaf):
            return read
        if read == "NOT":
            return self._negated(depth=depth)
        if depth == DEEPEST:
            return None
        inner = self._any_of(depth=depth + 1)
        self._taken(")")
        return inner

    def _negated(self, *, depth: int) -> Expression | None:
        odd = True
        while self._taken("NOT"):
            odd = not odd
        if self._next() in {None, ")", "OR", "AND"}:
            return None
        part = self._operand(depth=depth)
        return Not(part) if part and odd else part

    def _next(self) -> Leaf | str | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _taken(self, sign: str) -> bool:
        if self._next() != sign:
            return False
        self._at += 1
        return True


def _tokens(text: str) -> Iterator[Leaf | str]:
    """Leaves, and the signs ``( ) AND OR NOT``."""
    left = MOST_WORDS
    for match in _TOKENS.finditer(text):
        if match["open"] or match["close"]:
            yield match[0]
        elif match["minus"]:
            yield "NOT"
        elif match["word"] in _OPERATORS:
            yield match["word"]
        elif words := readable_words(match["word"] or match["phrase"] or "")[:left]:
            left -= len(words)
            yield Leaf(" ".join(words))


def _joined(kind: type[AllOf] | type[AnyOf], parts: list[Expression]) -> Expression | None:
    """The parts as one; repeated ones once."""
    once = tuple(dict.fromkeys(parts))
    return kind(once) if len(once) > 1 else next(iter(once), None)
