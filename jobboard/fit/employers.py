"""Whether two names mean one employer, however each was written. Pure.

It is asked for people's own protection ("never show me to"), so it errs on their side: whoever names "Skelton Mills"
means "The Skelton Mills Group Ltd." and "Skelton Mills Retail" too.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from jobboard.fit.tables import load

LONGEST_NAME = 300
_WORD = re.compile(r"[^\W_]+")


def named_among(names: Iterable[str], employer: str) -> str | None:
    """The first of ``names`` that means ``employer``, or None."""
    return next((name for name in names if is_named(name, employer)), None)


def is_named(name: str, employer: str) -> bool:
    """Whether ``name``, as somebody types it, means ``employer``: the same words in any order, or the words that the
    employer's name begins with. Articles, legal forms, accents and punctuation say nothing."""
    wanted, held = _words(name), _words(employer)
    return bool(wanted) and (sorted(wanted) == sorted(held) or wanted == held[: len(wanted)])


@lru_cache(maxsize=20_000)
def _words(name: str) -> tuple[str, ...]:
    """The words that tell the employer apart; all of them where none does."""
    decomposed = unicodedata.normalize("NFKD", name[:LONGEST_NAME].replace(".", "").replace("&", " and "))
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
    said = _WORD.findall(re.sub(r"['’]", "", letters))
    while len(said) > 1 and said[-1] in _table("endings"):
        said.pop()
    return tuple(word for word in said if word not in _table("small")) or tuple(said)


@cache
def _table(name: str) -> frozenset[str]:
    return frozenset(load("employers")[name])
