"""Which trades a title or a function speaks for, so that "Captain" or "Associate" can be read in the right one."""

from collections.abc import Sequence
from functools import lru_cache

from jobboard.fit.tables import cues, overlay, sectors
from jobboard.fit.words import parts, plain, words

_LONGEST_CUE = 4


@lru_cache(maxsize=512)
def sectors_for(function: str | None) -> tuple[str, ...]:
    """Keys of the trades a function key, a trade or free words such as "Investment Banking" mean; often none."""
    if not function:
        return ()
    key = function.strip().casefold().replace(" ", "_").replace("-", "_")
    named = tuple(sector.key for sector in sectors().values() if key in sector.functions)
    return named or sectors_named(words(plain(function.replace("_", " "))))


def sectors_of(title: str) -> tuple[str, ...]:
    """Keys of the trades that ``title`` itself speaks for."""
    return sectors_named([word for piece in parts(title) for part in piece for word in part.words])


def sectors_named(found: Sequence[str]) -> tuple[str, ...]:
    """Keys of the trades that the words speak for, the longest cue first."""
    table = cues()
    named: dict[str, None] = {}
    for length in range(min(_LONGEST_CUE, len(found)), 0, -1):
        for at in range(len(found) - length + 1):
            named.update(dict.fromkeys(table.get(" ".join(found[at : at + length]), ())))
    return tuple(named)


def sectors_shared(title: str, other: str) -> tuple[str, ...]:
    """Keys of the trades in whose ladder both bare titles are rungs ("Associate" and "Partner": law first)."""
    both = [" ".join(word for piece in parts(t) for part in piece for word in part.words) for t in (title, other)]
    return tuple(key for key in sectors() if all(text in overlay((key,)) for text in both))
