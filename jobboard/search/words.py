"""The language data the engines share, read once from ``words.toml`` and ``synonyms.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any


def read_table(name: str) -> Mapping[str, Any]:
    """A file of language data in this folder."""
    return tomllib.loads(resources.files("jobboard.search").joinpath(name).read_text(encoding="utf-8"))


_WORDS = read_table("words.toml")

STOP = frozenset(_WORDS["stop"])
"""Words too common to index, in lower case. "IT" in capitals is not one of them."""

NAMES = frozenset(_WORDS["names"])
"""Stop words that name a trade in a title, a skill or a query ("it")."""

CHATTER = frozenset(_WORDS["chatter"])
"""Words of a query that say nothing about the job wanted ("jobs", "vacancies", "near", "me")."""

MODIFIERS = frozenset(_WORDS["modifiers"])
"""Words that say how senior, not what: alone they never make a job an answer to a longer query."""

HEADS = frozenset(_WORDS["heads"])
"""Modifiers that are the post itself where they end a query or a title ("executive assistant")."""

LEADERS = frozenset(_WORDS["leaders"])
"""What the head of something is called."""

GENERIC = frozenset(_WORDS["generic"])
"""Words that say what kind of post it is more than which trade; they weigh less in a longer query."""

TRADES = frozenset(word for line in _WORDS["trades"] for word in line.split())
"""Occupations and what they are about. One that no posting names makes a short query unanswerable."""

BROAD = frozenset(_WORDS["broad"])
"""Occupations that say little without what they are about ("teacher", "pilot"): one of another kind is no answer."""

REAL = TRADES | frozenset(word for name in ("tools", "plain") for line in _WORDS[name] for word in line.split())
"""Occupations, tools and plain words that are spelled right though no posting has them: never "corrected"."""

APART = tuple(tuple(group) for group in _WORDS["apart"])
"""Groups of words that look like one family to a stemmer and are not."""

SPELLED = {tuple(written.split()): name for name, spellings in _WORDS["spelled"].items() for written in spellings}
"""Names made by their signs, by the words somebody writes one with: ("c", "plus", "plus") is "c++"."""
