"""Jobs that no bound of the pay and no order by it reaches: those paid in another currency than the board's."""

from dataclasses import dataclass

from jobboard.search.port import FacetCount, SearchBackend, SearchPage
from jobboard.web.present import Words
from jobboard.web.public.asked import Asked
from jobboard.web.public.found import Way

_MOST_CURRENCIES = 3


@dataclass(frozen=True)
class Uncompared:
    """A pay that was ``typed`` in another currency and left out, empty for none; what the currency is called that pay
    ``is_in`` where it is compared; and for each ``others`` the jobs paid in it."""

    typed: str
    is_in: str
    others: tuple[Way, ...]


def uncompared(asked: Asked, page: SearchPage, words: Words, *, typed: str, engine: SearchBackend) -> Uncompared | None:
    """What ``page`` leaves out or puts last because its pay cannot be compared. One more search where pay is
    bounded."""
    if not typed and not asked.compares_pay:
        return None
    others = () if asked.currency else tuple(_others(asked, page, words, engine=engine))
    return Uncompared(typed, words.currency_name(words.currency), others) if typed or others else None


def _others(asked: Asked, page: SearchPage, words: Words, *, engine: SearchBackend) -> list[Way]:
    """The most frequent first, each without the bounds, which would leave out all of them."""
    unbounded = asked.but(pay=None, pay_to=None)
    ways = [
        Way(f"paid in {words.currency_name(paid.value)}", unbounded.but(currency=(paid.value,)), paid.count)
        for paid in _currencies(asked, unbounded, page, words, engine=engine)
        if paid.value != words.currency
    ]
    return ways[:_MOST_CURRENCIES]


def _currencies(
    asked: Asked, unbounded: Asked, page: SearchPage, words: Words, *, engine: SearchBackend
) -> tuple[FacetCount, ...]:
    if asked.pay is not None or asked.pay_to is not None:
        page = engine.search(unbounded.query(words, limit=1))
    return page.facets["currency"]
