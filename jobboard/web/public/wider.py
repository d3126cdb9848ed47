"""Ways out of a search that finds nothing: the nearest searches that do find jobs, each with how many."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from jobboard.jobs.models import WorkMode
from jobboard.search.query import typed_pieces
from jobboard.search.text import fold
from jobboard.search.words import TRADES
from jobboard.web import present
from jobboard.web.present import Words
from jobboard.web.public.asked import SINCE, Asked
from jobboard.web.public.found import Counter, Way, chips, in_words, pay_label, where
from jobboard.web.public.parts import kind_of_work, parts, tells

MOST_WAYS = 5
_MOST_TRIED = 24
_MOST_WORDS = 6
_EVERY = "Every open job"

Loosened = tuple[str, Way]
"""What was loosened, and the search that is so. Of several for the same only the first that finds anything counts."""


@dataclass(frozen=True)
class Ways:
    """The searches near one that find jobs, the nearest first: those that loosen ``one`` thing, and those that loosen
    ``more``, each as little as finds any, down to every job there is."""

    one: tuple[Way, ...] = ()
    more: tuple[Way, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.one or self.more)


def wider(asked: Asked, words: Words, *, count: Counter) -> Ways:
    """At most ``MOST_WAYS`` searches near ``asked`` that find jobs, nothing on an empty board. At most 24 with one
    thing loosened are counted, and some tens of parts."""
    if not count(Asked()):
        return Ways()
    one = _one_thing(asked, words, count=count)
    room = MOST_WAYS - 1 - len(one)
    known = {Asked(), *(way.asked for way in one)}
    kept = [part for part in parts(asked, count=count) if part not in known] if room else []
    last = [] if any(way.asked == Asked() for way in one) else [Asked()]
    more = (Way(in_words(each, words, of_all=_EVERY), each, count(each)) for each in (*kept[:room], *last))
    return Ways(one, tuple(more))


def every_job(*, count: Counter) -> Ways:
    """The search for every job alone: for when each count takes long."""
    jobs = count(Asked())
    return Ways(more=(Way(_EVERY, Asked(), jobs),)) if jobs else Ways()


def _one_thing(asked: Asked, words: Words, *, count: Counter) -> tuple[Way, ...]:
    found: dict[str, Way] = {}
    for what, way in islice(_loosened(asked, words), _MOST_TRIED):
        if what in found:
            continue
        if jobs := count(way.asked):
            found[what] = replace(way, count=jobs)
        if len(found) == MOST_WAYS - 1:
            break
    return tuple(found.values())


def _loosened(asked: Asked, words: Words) -> Iterator[Loosened]:
    yield from _around(asked, words)
    yield from _levels(asked, words)
    yield from _pay(asked, words)
    yield from _since(asked)
    for chip in chips(asked.but(pay=None, pay_to=None, since=""), words):
        others = chip.asked.but(pay=asked.pay, pay_to=asked.pay_to, since=asked.since)
        yield chip.label, Way(f"Leave out “{chip.label}”", others)
    yield from _fewer_words(asked)
    yield from _anywhere(asked, words)
    yield from _without_words(asked, words)


def _around(asked: Asked, words: Words) -> Iterator[Loosened]:
    for distance in asked.farther:
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
    for step in asked.less_pay:
        yield "pay", Way(pay_label(step, words), asked.but(pay=step))
    if asked.pay_to is not None:
        yield (
            "pay_to",
            Way(f"More than {words.money(words.minor(asked.pay_to), words.currency)} too", asked.but(pay_to=None)),
        )
    if asked.pay is not None or asked.pay_to is not None:
        yield "pay", Way("Any pay, including jobs that do not state it", asked.but(pay=None, pay_to=None))


def _since(asked: Asked) -> Iterator[Loosened]:
    if not asked.since:
        return
    for key in asked.longer_ago:
        yield "since", Way(f"Posted {_small(SINCE[key][0])}", asked.but(since=key))
    yield "since", Way("Posted at any time", asked.but(since=""))


def _fewer_words(asked: Asked) -> Iterator[Loosened]:
    """One word or phrase fewer, where what is left still says what is looked for: never the trade itself."""
    pieces = typed_pieces(asked.text)
    for number, piece in enumerate(pieces if 1 < len(pieces) <= _MOST_WORDS else ()):
        left = pieces[:number] + pieces[number + 1 :]
        if fold(piece) not in TRADES and any(map(tells, left)):
            said = f"Leave out the words {piece}" if " " in piece else f"Leave out the word “{piece}”"
            yield f"word {number}", Way(said, asked.but(text=" ".join(left)))


def _anywhere(asked: Asked, words: Words) -> Iterator[Loosened]:
    if not asked.place:
        return
    if WorkMode.REMOTE not in asked.mode:
        remote = asked.but(place="", mode=(WorkMode.REMOTE.value,))
        yield "remote", Way("Remote, wherever you live", remote)
    yield "anywhere", Way(f"Look everywhere, not only {where(asked, words)}", asked.but(place=""))


def _without_words(asked: Asked, words: Words) -> Iterator[Loosened]:
    """The kind of work in place of the words, then neither."""
    if function := kind_of_work(asked):
        said = f"Any job in {present.function(function)} {where(asked, words)}".rstrip()
        yield "function", Way(said, asked.but(text="", plain=False, function=(function,)))
    if asked.text and asked.choices:
        yield "text", Way(f"Leave out “{asked.text}” and keep the filters", asked.but(text="", plain=False))
    elif asked.text:
        yield "text", Way(f"{_EVERY} {where(asked, words)}".rstrip(), asked.but(text="", plain=False))


def _small(said: str) -> str:
    return said[:1].lower() + said[1:]
