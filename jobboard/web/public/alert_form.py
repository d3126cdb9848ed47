"""The form that asks for a job alert: on the search page, and by itself where something in it was wrong."""

from collections.abc import Mapping
from dataclasses import dataclass

from jobboard import current
from jobboard.alerts.saved_search import SavedSearch
from jobboard.alerts.schedule import HOW_OFTEN
from jobboard.flows.limits import TRAP
from jobboard.search.query import parse_words
from jobboard.web.present import Words
from jobboard.web.public import found
from jobboard.web.public.asked import Asked

LABELS = {"email": "E-mail", "frequency": "How often"}
FREQUENCIES = tuple((frequency.value, words) for frequency, words in HOW_OFTEN.items())


@dataclass(frozen=True)
class AlertForm:
    """What it would look for in words, the search's own fields, and what was typed."""

    title: str
    note: str
    hidden: list[tuple[str, str]]
    values: Mapping[str, str]
    frequencies: tuple[tuple[str, str], ...] = FREQUENCIES
    trap: str = TRAP


def alert_form(asked: Asked, words: Words, values: Mapping[str, str] | None = None) -> AlertForm:
    """The form for what lasts of a search."""
    lasting = asked.lasting()
    return AlertForm(found.in_words(lasting, words), _note(lasting), hidden_fields(lasting), values or {})


def _note(asked: Asked) -> str:
    """Where a mail is told less than the page: it lists jobs that have any of the words."""
    said = parse_words(asked.text)
    return "We write about jobs that have all of these words." if len(said.terms) + len(said.phrases) > 1 else ""


def saved_search(asked: Asked, words: Words) -> SavedSearch:
    """The search as it is kept."""
    lasting = asked.lasting()
    address = lasting.address(current.board().ladder)
    return SavedSearch.of(lasting.query(words, limit=1), title=found.in_words(lasting, words), address=address)


def hidden_fields(asked: Asked) -> list[tuple[str, str]]:
    """The search as fields of a form that is about something else; its page is left out."""
    address = asked.but().address(current.board().ladder)
    return [(name, str(value)) for name, given in address.items() for value in _each(given)]


def _each(given: object) -> list[object]:
    return list(given) if isinstance(given, list) else [given]
