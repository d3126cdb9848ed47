"""What a search means: words that are facts about a job ("remote", "over 40k", "in Leeds") are read as filters."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from werkzeug.datastructures import MultiDict

from jobboard import current
from jobboard.fit.pay import Pay
from jobboard.flows.whereabouts import gazetteer
from jobboard.gazetteer.store import Gazetteer
from jobboard.money import to_major, to_minor
from jobboard.search.geo import Point
from jobboard.search.language import Language
from jobboard.search.pay_words import PayBound
from jobboard.search.places import outward_code
from jobboard.search.port import Named, SearchBackend
from jobboard.search.query import SearchQuery
from jobboard.search.states import plain_state
from jobboard.search.text import fold
from jobboard.search.understanding import KILOMETRES, Understood, says_nothing, understand, understand_bounds
from jobboard.search.words import CHATTER, STOP
from jobboard.web.present import Words
from jobboard.web.public import found
from jobboard.web.public.asked import FACETS, LONGEST_SINCE, SINCE, Asked

_NAMES_OF_A_PLACE = 8


@dataclass(frozen=True)
class Atlas:
    """Where places are, seen from a country (ISO 3166); without a gazetteer no place is anywhere."""

    gazetteer: Gazetteer | None = None
    home: str = ""

    def find(self, place: str) -> Point | None:
        """Where ``place`` is, as somebody typed it."""
        return self.gazetteer.find(place, home=self.home) if self.gazetteer and place else None


@dataclass(frozen=True)
class Meaning:
    """A search as it was ``typed``, and as it is ``meant``, its facts among the filters.

    ``in_words`` keeps the place and the pay and leaves the other facts to the words, for jobs that state them in their
    text alone. Without facts all three are the same. ``foreign_pay`` is a pay in another currency than the board's, as
    it was typed: no search narrows by it. ``unmeasured`` is how far around its place the words ask for jobs, in the
    board's unit, where nobody knows where that place is: the search is for the place alone.
    """

    typed: Asked
    meant: Asked
    in_words: Asked
    foreign_pay: str = ""
    unmeasured: int | None = None

    @property
    def as_words(self) -> Asked:
        """The search for the words as they were typed."""
        return self.typed.but(plain=True)


def meaning_of(args: "MultiDict[str, str]", words: Words) -> Meaning:
    """What the arguments of a request to the current board ask for."""
    board = current.board()
    typed, language = Asked.read(args, board.ladder), board.synonyms.language
    return meaning(typed, words, engine=board.search, atlas=current_atlas(), language=language)


def current_atlas() -> Atlas:
    """The current board's."""
    board = current.board()
    return Atlas(gazetteer(board), board.config.default_country)


def meaning(typed: Asked, words: Words, *, engine: SearchBackend, atlas: Atlas, language: Language) -> Meaning:
    """Read the words of ``typed``; filters chosen beside them stay, and a place or a pay that was chosen wins.
    ``language`` is that of the jobs."""
    typed = replace(typed, point=atlas.find(typed.place))
    names = _Places(engine, words, atlas)
    asked = replace(typed, place=names.nearest_code(typed) or names.spelled(typed.place))
    if says_nothing(asked.text, language):
        asked = replace(asked, text="")
    if typed.plain or not asked.text:
        return Meaning(typed, asked, asked)
    known = {} if typed.place else {"is_place": names.knows, "has_jobs": names.has_jobs}
    read = understand(typed.text, currency=words.currency, language=language, **known)
    if not read and read.text == typed.text:
        return Meaning(typed, asked, asked)
    bounds = understand_bounds(typed.text, currency=words.currency, language=language, **known)
    in_words = replace(_filtered(asked, bounds, words, names), plain=True)
    meant = _filtered(asked, read, words, names)
    unmeasured = meant.within if read.kilometres and not meant.point else None
    return Meaning(typed, meant, in_words, read.foreign_pay, unmeasured)


def _filtered(typed: Asked, read: Understood, words: Words, names: "_Places") -> Asked:
    changes: dict[str, Any] = {
        name: tuple(dict.fromkeys((*getattr(typed, name), *read.filters.get(facet, ()))))
        for name, facet in FACETS.items()
    }
    if read.place and not typed.place:
        changes |= {"place": names.spelled(read.place), "point": names.atlas.find(read.place)}
        if read.kilometres is not None:
            changes["within"] = round(read.kilometres / KILOMETRES[words.distance_unit])
    if read.days and not typed.since:
        changes["since"] = next(key for key, (_, days) in SINCE.items() if days >= min(read.days, LONGEST_SINCE))
    if read.least_pay and typed.pay is None:
        changes["pay"] = _yearly(read.least_pay, words)
    if read.most_pay and typed.pay_to is None:
        changes["pay_to"] = _yearly(read.most_pay, words)
    return replace(typed, text=read.text, **changes)


def facts(typed: Asked, meant: Asked, words: Words) -> list[found.Way]:
    """The filters of ``meant`` that nobody chose, each with the search without it."""
    chosen = {chip.label for chip in found.chips(typed, words)}
    read = [chip for chip in found.chips(meant, words) if chip.label not in chosen]
    where = (
        [found.Way(_capital(found.where(meant, words)), meant.but(place=""))]
        if fold(meant.place) != fold(typed.place)
        else []
    )
    return where + read


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]


class _Places:
    """Names of places as people type them, on a board with its jobs and its map. The engine is asked once a name: it
    counts the jobs of every place that begins so."""

    def __init__(self, engine: SearchBackend, words: Words, atlas: Atlas) -> None:
        self._engine, self._words, self.atlas = engine, words, atlas
        self._written = cache(self._look_up)

    def knows(self, name: str) -> bool:
        """Whether a name is that of a place with open jobs, or is written like a name and on the map: many a village is
        called like a trade."""
        return (name[:1].isupper() and self.atlas.find(name) is not None) or self.has_jobs(name)

    def has_jobs(self, name: str) -> bool:
        """Whether it is the name of a place with open jobs. "near me" is not near Maine."""
        if not name.isupper() and name.lower() in STOP | CHATTER:
            return False
        return self._written(plain_state(name)) is not None

    def nearest_code(self, asked: Asked) -> str:
        """The outward part of the postcode asked for, where no map knows it and no job has it; otherwise nothing."""
        outward = outward_code(asked.place)
        if not outward or asked.point:
            return ""
        whole = SearchQuery(place=asked.place, limit=0, now=self._words.now)
        return "" if self._engine.search(whole).total else outward

    def spelled(self, name: str) -> str:
        """As the jobs there write it: "Leeds" for "leeds"."""
        name = plain_state(name)
        return self._written(name) or name

    def _look_up(self, name: str) -> str | None:
        if not name:
            return None
        known = self._engine.suggest(name, now=self._words.now, kinds=(Named.PLACE,), limit=_NAMES_OF_A_PLACE)
        return next((place.text for place in known if fold(place.text) == fold(name)), None)


def _yearly(pay: PayBound, words: Words) -> int:
    """Whole units of the board's currency in a full-time year."""
    yearly = Pay(to_minor(pay.amount, words.currency), words.currency, pay.unit).per_year()
    return int(to_major(yearly, words.currency))
