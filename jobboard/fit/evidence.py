"""One reason, kept as data: a sentence, what it counts, and where it comes from."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """A reason a recruiter can read and open. The points of all reasons add up to the score; nothing else does."""

    points: int
    sentence: str
    source: str

    def to_json(self) -> dict[str, int | str]:
        """``{"points", "sentence", "source"}``."""
        return asdict(self)
