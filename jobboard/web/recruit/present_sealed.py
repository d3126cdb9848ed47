"""What matching says of a person as somebody may read it who still owes a scorecard of them."""

from collections.abc import Mapping, Sequence
from typing import Any

LEFT_OUT = "What the other interviewers wrote is left out until your own scorecard is in."
_SCORECARDS = "scorecard"


def open_evidence(evidence: Sequence[Mapping[str, Any]], *, sealed: bool) -> Sequence[Mapping[str, Any]]:
    """The lines of evidence; where the cards are ``sealed``, what rests on them says so and gives away no points."""
    if not sealed:
        return evidence
    return [{**line, "points": 0, "sentence": LEFT_OUT} if _rests_on_cards(line) else line for line in evidence]


def open_gaps(gaps: Sequence[Mapping[str, Any]], *, sealed: bool) -> Sequence[Mapping[str, Any]]:
    """The signed gaps; where the cards are ``sealed``, a level that rests on them alone is not known."""
    if not sealed:
        return gaps
    return [{**gap, "value": None, "sentence": LEFT_OUT} if _rests_on_cards(gap) else gap for gap in gaps]


def _rests_on_cards(line: Mapping[str, Any]) -> bool:
    return _SCORECARDS in line["source"].casefold()
