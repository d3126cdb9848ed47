"""The one door through which a board reads titles: its ranks, its host's own ladder, its occupation data."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jobboard.fit.host import NO_LADDER, HostLadder, read_hosted
from jobboard.fit.ladder import DEFAULT_LADDER, Ladder
from jobboard.fit.occupations import Occupations, settled
from jobboard.fit.sectors import sectors_for
from jobboard.fit.titles import Level


@dataclass(frozen=True, eq=False)
class TitleReader:
    """How one board reads titles at one moment. A value: it knows no database and never changes.

    Compared by identity, so that what was read is remembered by it.
    """

    ladder: Ladder = DEFAULT_LADDER
    host: HostLadder = NO_LADDER
    occupations: Occupations | None = None

    def read(self, title: str, *, function: str | None = None, field: str | None = None) -> Level:
        """The level ``title`` names. ``function`` (or a trade) settles titles that mean different things in different
        trades; ``field`` is the function whose entries of the host's ladder apply, read from the title where it is
        not given. Never raises: an unknown title is the middle rank with low confidence."""
        return self.read_within(title, sectors_for(function), field=field)

    def read_within(self, title: str, trades: Sequence[str], *, field: str | None = None) -> Level:
        """``read`` where the ``trades`` (keys of sectors) are known already."""
        return _read(self, title, tuple(trades), field)

    def occupation(self, title: str) -> str | None:
        """The SOC code of the occupation ``title`` is a name of, its level left out; None without occupation data."""
        found = self.occupations.find(title) if self.occupations else None
        return found.code if found else None


@lru_cache(maxsize=16384)
def _read(reader: TitleReader, title: str, trades: tuple[str, ...], field: str | None) -> Level:
    level = read_hosted(title, reader.host, trades, function=field, ladder=reader.ladder)
    return settled(level, title, reader.occupations, reader.ladder)


PLAIN = TitleReader()
"""Reads by what is built in alone."""


class RememberedReader:
    """The reader last made, and of what state it was; made anew when the state is another. Safe between threads: each
    sees one whole pair, and making it twice does no harm."""

    def __init__(self) -> None:
        self._last: tuple[Hashable, TitleReader] | None = None

    def get(self, state: Hashable, make: Callable[[], TitleReader]) -> TitleReader:
        """The reader of ``state``."""
        last = self._last
        if last is None or last[0] != state:
            last = (state, make())
            self._last = last
        return last[1]
