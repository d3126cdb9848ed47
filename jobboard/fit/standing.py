"""What sets two titles apart that our ranks are too coarse for: a trade's own order, a modifier, the order of nouns."""

from collections import Counter
from typing import NamedTuple

from jobboard.fit.modify import is_modifying, lifts, shown
from jobboard.fit.tables import modifiers, noun_order, wording
from jobboard.fit.titles import Level
from jobboard.fit.words import title_words

HALF = 0.5
"""The gap between two titles of one rank of which something sets one above the other."""

_SAID = 0.95
"""From this confidence on a title stands in a list as it is, and no rule corrects its rank."""


CERTAIN = 1.0
"""The confidence of a whole title on a host's own ladder: no rule of ours puts it above or below another."""


class Titled(NamedTuple):
    """A title and the level it was read as."""

    title: str
    level: Level


class Apart(NamedTuple):
    """What sets the first of two titles above (+0.5) or below (-0.5) the second, and why; nothing at 0."""

    gap: float
    why: str = ""


NOTHING = Apart(0)


def apart(one: Titled, other: Titled) -> Apart:
    """What sets ``one`` above or below ``other`` beyond their ranks."""
    return _by_modifier(one, other) or _by_ladder(one, other) or _by_noun(one, other) or NOTHING


def _by_modifier(one: Titled, other: Titled) -> Apart | None:
    """ "Deputy Editor" stands below "Editor" whatever the ranks of the two were read as."""
    least, most = sorted((one.level.confidence, other.level.confidence))
    said = least >= _SAID or most >= CERTAIN
    first, second = Counter(title_words(one.title)), Counter(title_words(other.title))
    more, fewer = list((first - second).elements()), list((second - first).elements())
    if said or len(more) + len(fewer) != 1:
        return None
    fuller, word = (one, more[0]) if more else (other, fewer[0])
    up = lifts(word, fuller.level.head, fuller.level.track)
    steps = fuller.level.rank - (other if more else one).level.rank
    listed = modifiers()[word].yields and word in fuller.level.head.split() if up else False
    if not up or steps * up > 0 or (steps and listed):
        return None
    gap = up * (HALF if more else -HALF)
    return Apart(
        gap, f"They differ by {shown(word)} alone, and that sets a title {_where(up)} the same title without it."
    )


def _by_ladder(one: Titled, other: Titled) -> Apart | None:
    first, second = one.level, other.level
    steps = _steps(one) - _steps(other) if _one_noun(one, other) else first.within - second.within
    if first.rank != second.rank or not steps or not _related(one, other):
        return None
    gap = HALF if steps > 0 else -HALF
    return Apart(gap, f"Both are one rank of ours, but {_quoted(one)} stands {_where(gap)} {_quoted(other)}.")


def _steps(each: Titled) -> int:
    return each.level.within + each.level.beyond


def _one_noun(one: Titled, other: Titled) -> bool:
    return one.level.head == other.level.head or not (one.level.trade or other.level.trade)


def _related(one: Titled, other: Titled) -> bool:
    """True on one trade's ladder, around one noun, or, without a trade, in one field."""
    if one.level.trade or other.level.trade or one.level.head == other.level.head:
        return one.level.trade == other.level.trade
    return any(_field(one, cut) == _field(other, cut) for cut in (0, -1))


def _by_noun(one: Titled, other: Titled) -> Apart | None:
    nouns = [each.level.head.split()[-1:] for each in (one, other)]
    steps = [noun_order().get(" ".join(noun)) for noun in nouns]
    if steps[0] is None or steps[1] is None or steps[0] == steps[1] or one.level.rank != other.level.rank:
        return None
    if one.level.trade and one.level.trade == other.level.trade:
        return None
    fields = [
        frozenset(title_words(each.title)).difference(noun) for each, noun in zip((one, other), nouns, strict=True)
    ]
    if fields[0] != fields[1]:
        return None
    gap = HALF if steps[0] > steps[1] else -HALF
    return Apart(gap, f"Within one field {shown(nouns[0][0])} usually stands {_where(gap)} {shown(nouns[1][0])}.")


def _field(each: Titled, cut: int) -> frozenset[str]:
    """The words that say of what: without the head phrase (from ``cut`` on), modifiers and small words."""
    head = each.level.head.split()[cut:]
    small = wording().prepositions | wording().hollow
    return frozenset(
        word for word in title_words(each.title) if word not in (*head, *small) and not is_modifying((word,))
    )


def _quoted(each: Titled) -> str:
    return f"“{' '.join(each.title.split())[:60]}”"


def _where(up: float) -> str:
    return "above" if up > 0 else "below"
