"""What the search page says about what was found: its heading, filters with counts, chips."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from jobboard.fit.pay import PER_YEAR
from jobboard.search.language import Language
from jobboard.search.port import FacetCount, SearchPage
from jobboard.search.query import Sort
from jobboard.search.understanding import denies, says_nothing
from jobboard.web import present
from jobboard.web.facets import MOST_OPTIONS, Facet, Option
from jobboard.web.present import Words
from jobboard.web.public.asked import FACETS, SINCE, Asked

SORTS = ((Sort.RELEVANCE, "Best match"), (Sort.NEWEST, "Newest"), (Sort.PAY, "Pay"))

Counts = Mapping[str, tuple[FacetCount, ...]]
Counter = Callable[[Asked], int]
"""How many jobs another search would find."""

_LABELS = {
    "level": "Level",
    "mode": "Where you work",
    "type": "Contract",
    "function": "Kind of work",
    "employer": "Employer",
    "town": "Town",
    "currency": "Currency of the pay",
    "pay": "Pay",
    "pay_to": "Pay",
    "since": "Posted",
}


@dataclass(frozen=True)
class Way:
    """A neighbouring search in words, and how many jobs it has."""

    label: str
    asked: Asked
    count: int = 0


def where(asked: Asked, words: Words) -> str:
    """“in Leeds”, “within 25 miles of Leeds”; empty for anywhere."""
    if not asked.place:
        return ""
    return f"within {words.distance(asked.within)} of {asked.place}" if asked.is_around else f"in {asked.place}"


class Answered(Enum):
    """How jobs answer the words: by holding them, some of them, or only what is near them."""

    WHOLE = auto()
    IN_PART = auto()
    ONLY_NEAR = auto()


def heading(asked: Asked, total: int, words: Words, *, answered: Answered = Answered.WHOLE) -> str:
    """“12 marketing jobs in Leeds”, “No jobs for “marketting director” in Skipton”: the page's answer. Jobs that
    answer the words in part or come near them, or hold what they deny, are not called what they are not."""
    count = "No" if total == 0 else words.number(total)
    noun = "job" if total == 1 else "jobs"
    relation = "near" if answered is Answered.ONLY_NEAR else "for"
    what = f"{noun} {relation} {_quoted(asked.text)}" if asked.text else noun
    if (
        total
        and asked.text
        and answered is Answered.WHOLE
        and not denies(asked.text)
        and _reads_as_adjective(asked.text)
    ):
        what = f"{asked.text} {noun}"
    return f"{count} {what} {where(asked, words)}".rstrip()


def unread(typed: Asked, asked: Asked, total: int, language: Language) -> str:
    """What became of words that say nothing to look for; empty where none were ``typed``."""
    if not typed.text or not says_nothing(typed.text, language):
        return ""
    became = "so these are all jobs" if total and not asked.place and not asked.choices else "so it was left out"
    return f"{_quoted(typed.text)} says nothing to look for, {became}."


def unknown(filters: Iterable[tuple[str, str]]) -> list[str]:
    """Filters nobody knows as a page names them: Level “foo”."""
    return [f"{_LABELS[name]} {_quoted(value)}" for name, value in filters]


def _quoted(text: str) -> str:
    return f"“{text.replace('“', '').replace('”', '')}”"


def _reads_as_adjective(text: str) -> bool:
    said = text.casefold().split()
    return len(said) <= 3 and all(word.isalpha() for word in said) and not {"job", "jobs", "in"} & set(said)


def facets(asked: Asked, page: SearchPage, words: Words, *, count: Counter) -> tuple[Facet, ...]:
    """The filters in the page's order, without those that have nothing to choose."""
    shown = (
        _facet(asked, "level", page.facets, words),
        _facet(asked, "mode", page.facets, words),
        Facet("pay", "Pay a year", "radio", tuple(_pay(asked, words, page, count)), open=asked.pay is not None),
        _facet(asked, "type", page.facets, words),
        Facet("since", "Posted", "radio", tuple(_since(asked, page)), open=bool(asked.since)),
        _facet(asked, "function", page.facets, words),
        _facet(asked, "employer", page.facets, words),
        _facet(asked, "town", page.facets, words),
        *_currencies(asked, page, words),
    )
    return tuple(facet for facet in shown if facet.options)


def _currencies(asked: Asked, page: SearchPage, words: Words) -> list[Facet]:
    """Nothing where all pay is in the board's own."""
    facet = _facet(asked, "currency", page.facets, words)
    return [facet] if {option.value for option in facet.options} - {words.currency} else []


def _facet(asked: Asked, name: str, counts: Counts, words: Words) -> Facet:
    chosen: tuple[str, ...] = getattr(asked, name)
    numbers = dict.fromkeys(chosen, 0) | {found.value: found.count for found in counts.get(FACETS[name], ())}
    ordered = sorted(numbers.items(), key=_in_order(name))
    options = tuple(
        Option(_key(name, value, words), label(name, value, words), number, value in chosen)
        for place, (value, number) in enumerate(ordered)
        if place < MOST_OPTIONS or value in chosen
    )
    often = name in {"level", "mode"}
    return Facet(name, _LABELS[name], "checkbox", options, open=often or bool(chosen))


def _in_order(name: str) -> Callable[[tuple[str, int]], tuple[int, str]]:
    """Levels climb; everything else starts with the most frequent."""
    if name == "level":
        return lambda pair: (int(pair[0]), "")
    return lambda pair: (-pair[1], pair[0])


def _key(name: str, value: str, words: Words) -> str:
    return words.ladder.key(int(value)) if name == "level" else value


def label(name: str, value: str, words: Words) -> str:
    """The words for one value of a filter."""
    if name == "level":
        return words.level(int(value))
    if name == "type":
        return present.employment([value])
    if name == "currency":
        return f"Paid in {words.currency_name(value)}"
    said = {"mode": present.work_mode, "function": present.function}.get(name)
    return said(value) if said else value


def pay_label(amount: int, words: Words) -> str:
    """“£35,000 and over”."""
    return f"{words.money(words.minor(amount), words.currency)} and over"


def most_pay_label(amount: int, words: Words) -> str:
    """“Up to £35,000”."""
    return f"Up to {words.money(words.minor(amount), words.currency)}"


def pay_note(words: Words) -> str:
    """By what pay is compared."""
    hours, days = PER_YEAR["HOUR"], PER_YEAR["DAY"]
    currency = words.currency_name(words.currency)
    return f"Pay is compared in {currency} for a full-time year: {words.number(hours)} hours, or {days} days."


def _pay(asked: Asked, words: Words, page: SearchPage, count: Counter) -> Iterator[Option]:
    """Steps that leave out something, but not everything; one in use always."""
    everything = page.total if asked.pay is None else count(asked.but(pay=None))
    for step, number in zip(asked.pay_steps, page.steps.pay, strict=False):
        if step == asked.pay or 0 < number < everything:
            yield Option(str(step), pay_label(step, words), number, step == asked.pay)


def _since(asked: Asked, page: SearchPage) -> Iterator[Option]:
    for (key, (said, _days)), number in zip(SINCE.items(), page.steps.posted, strict=False):
        if number or key == asked.since:
            yield Option(key, said, number, key == asked.since)


def chips(asked: Asked, words: Words) -> list[Way]:
    """One for each filter in use: its words, and the search without it."""
    found = [
        Way(label(name, value, words), asked.without(name, value)) for name in FACETS for value in getattr(asked, name)
    ]
    if asked.pay is not None:
        found.append(Way(pay_label(asked.pay, words), asked.but(pay=None)))
    if asked.pay_to is not None:
        found.append(Way(most_pay_label(asked.pay_to, words), asked.but(pay_to=None)))
    if asked.since:
        found.append(Way(SINCE[asked.since][0], asked.but(since="")))
    return found


def in_words(asked: Asked, words: Words, *, of_all: str = "Every job") -> str:
    """What a search looks for: “marketing manager” in Leeds, Manager, Hybrid, £35,000 and over. ``of_all`` stands for
    words where it has none."""
    text = _quoted(asked.text) if asked.text else of_all
    return ", ".join([f"{text} {where(asked, words)}".rstrip(), *(chip.label for chip in chips(asked, words))])
