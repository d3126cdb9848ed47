"""The recruiter's grammar: AND, OR, NOT and parentheses over the same words and phrases everybody types.

``nurse AND (leeds OR york) NOT agency``. Side by side means AND, which binds closer than OR. Only operators in
capitals are operators, so that "research and development" stays three words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

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


def complaint(text: str) -> str:
    """What of ``text`` is read otherwise than it is written, in a sentence that says what to do; empty when nothing is.

    Only the first such thing is told: the next one may be gone with it.
    """
    if len(text) > LONGEST_QUERY:
        return f"Only the first {LONGEST_QUERY} characters count: leave something out."
    if _count_of_words(text) > MOST_WORDS:
        return f"Only the first {MOST_WORDS} words count: leave some out."
    signs = list(_tokens(text))
    return _about_quotes(text) or _about_parentheses(signs) or _about_operators(signs) or _about_small_letters(signs)


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


def _count_of_words(text: str) -> int:
    pieces = (match["word"] or match["phrase"] or "" for match in _TOKENS.finditer(text))
    return sum(len(readable_words(piece)) for piece in pieces if piece not in _OPERATORS)


def _about_quotes(text: str) -> str:
    left_over = _TOKENS.sub("", text)
    return "A quotation mark is never closed: add one." if set(left_over) & set('"“”„«»') else ""


def _about_parentheses(signs: Sequence[Leaf | str]) -> str:
    depth = 0
    for before, sign in pairwise(["", *signs]):
        if before == "(" and sign == ")":
            return "Nothing stands between “(” and “)”: take them away."
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return "A “)” closes nothing: take it away, or write a “(” before it."
        if depth > DEEPEST:
            return f"At most {DEEPEST} parentheses inside one another are read."
    return "A “(” is never closed: write a “)” where its part ends." if depth else ""


def _about_operators(signs: Sequence[Leaf | str]) -> str:
    around = ["(", *signs, ")"]
    for before, sign, after in zip(around[:-2], signs, around[2:], strict=True):
        if sign in {"AND", "OR"} and before in {"(", "AND", "OR", "NOT"}:
            return f"“{sign}” has nothing before it: write a word there, or take it away."
        if sign in _OPERATORS and after in {")", "AND", "OR"}:
            return f"“{sign}” has nothing after it: write a word there, or take it away."
    return ""


def _about_small_letters(signs: Sequence[Leaf | str]) -> str:
    small = next((sign.text for sign in signs if isinstance(sign, Leaf) and sign.text in {"or", "not"}), "")
    said = f"“{small}” in small letters is a word like any other: write {small.upper()} if you mean it."
    return said if small else ""
