"""Parts of a search that finds nothing: as much of it as does find jobs."""

from collections.abc import Iterable, Iterator
from typing import Any

from jobboard.fit.functions import read_function
from jobboard.jobs.models import WorkMode
from jobboard.search.query import parse_words, typed_pieces
from jobboard.search.text import fold
from jobboard.search.words import BROAD, CHATTER, GENERIC, MODIFIERS, STOP
from jobboard.web.public.asked import FACETS, Asked
from jobboard.web.public.found import Counter

_MOST_WORDS = 2
_FILTERS = (*FACETS, "pay", "pay_to", "since")
_SAY_LITTLE = STOP | CHATTER | MODIFIERS | GENERIC | BROAD

Piece = tuple[dict[str, Any], ...]
"""One thing asked for, as changes of a search without it: as it was said, then ever wider."""


def parts(asked: Asked, *, count: Counter) -> dict[Asked, None]:
    """As much of ``asked`` as finds jobs: beginning with its words, with its place, and with its filters. To none of
    them anything more of ``asked`` can be added."""
    text, place = tuple(_text(asked)), tuple(_place(asked))
    filters = [tuple({name: value} for value in _ever_wider(asked, name)) for name in _FILTERS if getattr(asked, name)]
    orders = ((text, place, *filters), (place, text, *filters), (*filters, place, text))
    return dict.fromkeys(_as_much(order, count=count) for order in orders)


def _as_much(pieces: Iterable[Piece], *, count: Counter) -> Asked:
    """One of the ``pieces`` after the other, as long as there are jobs."""
    part = Asked()
    for piece in pieces:
        part = next((narrower for changes in piece if count(narrower := part.but(**changes))), part)
    return part


def _text(asked: Asked) -> Iterator[dict[str, Any]]:
    """The words; of several those that name a kind of work, the last first; that kind of work."""
    if not asked.text:
        return
    yield {"text": asked.text, "plain": asked.plain}
    pieces = typed_pieces(asked.text)
    kinds = [piece for piece in pieces if tells(piece) and read_function(piece).key] if len(pieces) > 1 else []
    for piece in kinds[: -_MOST_WORDS - 1 : -1]:
        yield {"text": piece, "plain": asked.plain}
    if function := kind_of_work(asked):
        yield {"function": (function,)}


def _place(asked: Asked) -> Iterator[dict[str, Any]]:
    """The place, farther around it, then wherever one lives."""
    if not asked.place:
        return
    there = {"place": asked.place, "point": asked.point}
    yield there | {"within": asked.within}
    for distance in asked.farther:
        yield there | {"within": distance}
    if not asked.mode:
        yield {"mode": (WorkMode.REMOTE.value,)}


def _ever_wider(asked: Asked, name: str) -> Iterable[Any]:
    """What was chosen of a filter, then what is less of it."""
    wider = {"pay": asked.less_pay, "since": asked.longer_ago}
    return (getattr(asked, name), *wider.get(name, ()))


def kind_of_work(asked: Asked) -> str | None:
    """The function that the words name, where none was chosen."""
    if asked.function:
        return None
    said = parse_words(asked.text)
    return read_function(" ".join((*said.terms, *said.phrases))).key


def tells(piece: str) -> bool:
    """Whether a word of a query says what is looked for, and not what is not, how senior or merely "worker"."""
    return piece[0] not in "-−–" and fold(piece) not in _SAY_LITTLE
