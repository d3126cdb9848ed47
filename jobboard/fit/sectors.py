"""Which trades a title or a function speaks for, so that "Captain" or "Associate" can be read in the right one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from jobboard.fit.tables import Entry, cues, employers, overlay, sectors
from jobboard.fit.words import plain, title_words, words

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
    return sectors_named(title_words(title))


def sectors_named(found: Sequence[str]) -> tuple[str, ...]:
    """Keys of the trades that the words speak for, the longest cue first."""
    return _spoken_for(found, cues())


def sectors_employing(found: Sequence[str]) -> tuple[str, ...]:
    """Keys of the trades of the employers that the words name: a "VP, Barclays" is a bank's, whoever stands beside."""
    return _spoken_for(found, employers())


def _spoken_for(found: Sequence[str], table: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    named: dict[str, None] = {}
    for length in range(min(_LONGEST_CUE, len(found)), 0, -1):
        for at in range(len(found) - length + 1):
            named.update(dict.fromkeys(table.get(" ".join(found[at : at + length]), ())))
    return tuple(named)


def sectors_shared(title: str, other: str) -> tuple[str, ...]:
    """Keys of the trades in whose ladder both bare titles are rungs ("Associate" and "Partner"), those first that put
    the two in the order most of them do, and of these the ones to whom a title is common."""
    both = [" ".join(title_words(each)) for each in (title, other)]
    shared = {key: overlay((key,)) for key in sectors() if all(text in overlay((key,)) for text in both)}
    orders = {key: _order(ladder[both[0]], ladder[both[1]]) for key, ladder in shared.items()}
    often = Counter(orders.values())
    return tuple(sorted(shared, key=lambda key: (-often[orders[key]], sectors()[key].common.isdisjoint(both))))


def _order(one: Entry, other: Entry) -> int:
    first, second = (one.rank, one.within), (other.rank, other.within)
    return (first > second) - (first < second)
