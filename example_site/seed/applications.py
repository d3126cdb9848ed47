"""Applications as JSON Resume's ``meta.jobboard`` carries them: what for, how far it went, how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from example_site.seed.dates import years_after
from example_site.seed.tables import LEVELS, rank_of, table, trade_of, written_job

_HOUSE_PANEL = ("judith", "ravi", "nerys")


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A job somebody came for: one on the board (``ref``), or one that was filled before the board began."""

    title: str
    rank: int
    trade: str
    function: str
    skills: tuple[str, ...]
    panel: tuple[str, ...] = _HOUSE_PANEL
    ref: str | None = None

    def heading(self) -> dict[str, Any]:
        """How an application names this job."""
        if self.ref:
            return {"jobIdentifier": self.ref}
        return {
            "jobTitle": self.title,
            "jobLevel": LEVELS[self.rank],
            "jobFunction": self.function,
            "jobSkills": list(self.skills),
        }


def opening(ref: str) -> Opening:
    """The opening behind a written job. Raises ``KeyError`` for an unknown reference."""
    return opening_of(written_job(ref))


def opening_of(job: Mapping[str, Any]) -> Opening:
    """A written job as an opening, with its client's panel."""
    return Opening(
        title=job["title"],
        rank=rank_of(job),
        trade=trade_of(job),
        function=job["function"],
        skills=tuple(job["must"]),
        panel=tuple(table("clients")[job["client"]]["panel"]),
        ref=job["ref"],
    )


def application(job: Opening, applied: datetime, *, stage: str, source: str = "web") -> dict[str, Any]:
    """An open application without interviews."""
    return job.heading() | {
        "appliedAt": applied.isoformat(),
        "stage": stage,
        "source": source,
        "interviews": [],
    }


def closed(disposition: str, when: datetime) -> dict[str, Any]:
    """What closing adds to an application."""
    return {"disposition": disposition, "closedAt": when.isoformat()}


def level_evidence(work: Mapping[str, Any], above: int) -> list[dict[str, Any]]:
    """The job-related gap without which nobody is closed as more senior than a role needs."""
    sentence = f"{above} above: {work['position']} at {work['name']}."
    return [{"dimension": "level", "value": above, "sentence": sentence, "source": "Résumé"}]


def consent(purpose: str, granted: datetime, *, years: int = 2) -> dict[str, Any]:
    """A consent given then, for so many years."""
    return {
        "purpose": purpose,
        "grantedAt": granted.isoformat(),
        "expiresAt": years_after(granted, years).isoformat(),
    }
