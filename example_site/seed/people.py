"""Invented people as JSON Resume objects: a name, ways to reach them, and a career that makes sense."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product
from random import Random
from typing import Any

from example_site.seed.diary import Diary
from example_site.seed.tables import table, trade
from example_site.seed.wording import Deck

_DOMAINS = ("example.org", "example.com", "example.net")
_FIRM_LINES = {"0113 496 0142"}


@dataclass
class Story:
    """One telling of the whole story: its moment, its dice, and what has been dealt out so far."""

    now: datetime
    rng: Random
    deck: Deck = field(init=False)
    diary: Diary = field(init=False)

    def __post_init__(self) -> None:
        self.deck = Deck(self.rng)
        self.diary = Diary(self.now, self.rng)
        self._used: set[str] = set()
        self._phones = [phone for phone in _drama_numbers() if phone not in _FIRM_LINES]
        self.rng.shuffle(self._phones)

    def name(self) -> str:
        """A full name nobody in this telling has had."""
        names = table("names")
        while True:
            first = self.deck.deal("first", names["first"].split())
            last = self.deck.deal("last", names["last"].split())
            if self.rng.random() < 0.3:
                last = f"{last}-{self.deck.deal('last', names['last'].split())}"
            if self.claim(f"{first} {last}"):
                return f"{first} {last}"

    def claim(self, words: str) -> bool:
        """Whether this name, or this remark, had not been used in this telling; now it has."""
        free = words not in self._used
        self._used.add(words)
        return free

    def phone(self, wanted: str | None = None) -> str:
        """An unused number from the ranges kept for drama, or the wanted one, which nobody gets again."""
        if wanted is None:
            return self._phones.pop()
        self._phones.remove(wanted)
        return wanted


def _drama_numbers() -> list[str]:
    lines = ("0113 496 0", "07700 900")
    return [f"{line}{number:03d}" for line, number in product(lines, range(1000))]


def address(name: str) -> str:
    """A candidate's e-mail address, in a domain that reaches nobody."""
    return f"{name.lower().replace(' ', '.')}@{_DOMAINS[len(name) % 3]}"


def basics(story: Story, name: str, town: str, *, phone: str | None = None) -> dict[str, Any]:
    """The JSON Resume ``basics`` every candidate has. Label and summary come from the career."""
    return {
        "name": name,
        "email": address(name),
        "phone": story.phone(phone),
        "location": {"city": town, "region": table("places")[town]["region"], "countryCode": "GB"},
    }


def skills(names: Sequence[str]) -> list[dict[str, Any]]:
    """JSON Resume ``skills``, one entry a skill."""
    return [{"name": name, "keywords": []} for name in names]


def education(story: Story, trade_key: str) -> list[dict[str, Any]]:
    """One or no course of study, without dates: nobody's age is anybody's business here."""
    if story.rng.random() < 0.15:
        return []
    area = story.deck.deal(f"{trade_key} studies", trade(trade_key)["studies"])
    school = story.deck.deal("schools", table("phrases")["schools"])
    vocational = "(" in area or area == "AAT"
    return [{"institution": school, "area": area, "studyType": "Certificate" if vocational else "Degree"}]
