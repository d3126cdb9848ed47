"""Ways out of a search that finds nothing: the nearest searches that do find jobs, each with how many."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from jobboard.jobs.models import WorkMode
from jobboard.search.query import typed_pieces
from jobboard.search.text import fold
from jobboard.search.words import BROAD, CHATTER, GENERIC, MODIFIERS, STOP, TRADES
from jobboard.web.present import Words
from jobboard.web.public.asked import SINCE, Asked
from jobboard.web.public.found import Counter, Way, chips, pay_label, where

MOST_WAYS = 4
_MOST_TRIED = 24
_MOST_WORDS = 6
_SAY_LITTLE = STOP | CHATTER | MODIFIERS | GENERIC | BROAD

Loosened = tuple[str, Way]
"""What was loosened, and the search that is so. Of several for the same only the first that finds anything counts."""


def wider(asked: Asked, words: Words, *, count: Counter) -> list[Way]:
    """At most ``MOST_WAYS`` searches near ``asked`` that find jobs, the nearest first. At most 24 are counted."""
    found: dict[str, Way] = {}
    for what, way in islice(_loosened(asked, words), _MOST_TRIED):
        if what in found:
            continue
        if jobs := count(way.asked):
            found[what] = replace(way, count=jobs)
        if len(found) == MOST_WAYS:
            break
    return list(found.values())


def _loosened(asked: Asked, words: Words) -> Iterator[Loosened]:
    """One thing at a time, then several, then everything."""
    yield from _around(asked, words)
    yield from _levels(asked, words)
    yield from _pay(asked, words)
    yield from _since(asked)
    for chip in chips(asked.but(pay=None, since=""), words):
        yield chip.label, Way(f"Leave out “{chip.label}”", chip.asked.but(pay=asked.pay, since=asked.since))
    yield from _fewer_words(asked)
    yield from _anywhere(asked, words)
    yield from _several(asked, words)


def _around(asked: Asked, words: Words) -> Iterator[Loosened]:
    for distance in asked.distances if asked.point and asked.place else ():
        if distance > asked.within:
            said = f"Look within {words.distance(distance)} of {asked.place}"
            yield "around", Way(said, asked.but(within=distance))


def _levels(asked: Asked, words: Words) -> Iterator[Loosened]:
    """The levels beside those that were chosen or read, as far as there are any."""
    ranks = sorted(map(int, asked.level))
    if not ranks:
        return
    beside = [rank for rank in (ranks[0] - 1, ranks[-1] + 1) if rank == words.ladder.clamp(rank)]
    said = " or ".join(f"“{words.level(rank)}”" for rank in beside)
    yield "beside", Way(f"One level up or down: {said}", asked.but(level=tuple(map(str, sorted([*ranks, *beside])))))


def _pay(asked: Asked, words: Words) -> Iterator[Loosened]:
    if asked.pay is None:
        return
    for step in sorted((step for step in asked.pay_steps if step < asked.pay), reverse=True):
        yield "pay", Way(pay_label(step, words), asked.but(pay=step))
    yield "pay", Way("Any pay, including jobs that do not state it", asked.but(pay=None))


def _since(asked: Asked) -> Iterator[Loosened]:
    if not asked.since:
        return
    keys = list(SINCE)
    for key in keys[keys.index(asked.since) + 1 :]:
        yield "since", Way(f"Posted {_small(SINCE[key][0])}", asked.but(since=key))
    yield "since", Way("Posted at any time", asked.but(since=""))


def _fewer_words(asked: Asked) -> Iterator[Loosened]:
    """One word or phrase fewer, where what is left still says what is looked for: never the trade itself."""
    pieces = typed_pieces(asked.text)
    for number, piece in enumerate(pieces if 1 < len(pieces) <= _MOST_WORDS else ()):
        left = pieces[:number] + pieces[number + 1 :]
        if fold(piece) not in TRADES and any(fold(word) not in _SAY_LITTLE and word[0] not in "-−–" for word in left):
            said = f"Leave out the words {piece}" if " " in piece else f"Leave out the word “{piece}”"
            yield f"word {number}", Way(said, asked.but(text=" ".join(left)))


def _anywhere(asked: Asked, words: Words) -> Iterator[Loosened]:
    if not asked.place:
        return
    if WorkMode.REMOTE not in asked.mode:
        remote = asked.but(place="", mode=(WorkMode.REMOTE.value,))
        yield "remote", Way("Remote, wherever you live", remote)
    yield "anywhere", Way(f"Look everywhere, not only {where(asked, words)}", asked.but(place=""))


def _several(asked: Asked, words: Words) -> Iterator[Loosened]:
    if asked.choices > 1:
        yield "filters", Way("Leave out every filter", asked.unfiltered())
    if asked.choices and asked.text:
        yield "text", Way(f"Leave out “{asked.text}” and keep the filters", asked.but(text=""))
    if asked.choices and asked.place:
        yield "filters", Way("Leave out every filter and look everywhere", asked.unfiltered().but(place=""))
    if asked.text and asked.place:
        here = Asked(place=asked.place, within=asked.within, point=asked.point)
        yield "here", Way(f"Every open job {where(here, words)}", here)
    yield "everything", Way("Every open job", Asked())


def _small(said: str) -> str:
    return said[:1].lower() + said[1:]
