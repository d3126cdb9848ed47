"""Where a reason can be checked: each line of evidence leads to the place its source names."""

from collections.abc import Mapping, Sequence
from typing import Any

_BY_BEGINNING = {
    "Job": "job",
    "Kept record": "kept",
    "Their own words": "kept",
    "Résumé": "person",
    "Their address": "contact",
}


def with_sources(
    evidence: Sequence[Mapping[str, Any]], *, origin_title: str, urls: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The evidence with ``url`` and ``open_words`` added. ``urls`` has the addresses of ``interviews``, ``origin``,
    ``job``, ``kept``, ``person``, ``contact`` and ``work``; a place without an address adds no link."""
    return [_linked(line, origin_title, urls) for line in evidence]


def _linked(line: Mapping[str, Any], origin_title: str, urls: Mapping[str, str]) -> dict[str, Any]:
    place = source_place(line["source"], origin_title)
    return {**line, "url": urls.get(place, ""), "open_words": "Read" if place == "interviews" else "Open"}


def source_place(source: str, origin_title: str) -> str:
    """Which place a source speaks of; a line of work history when nothing else is named."""
    if "scorecard" in source or source[:1].isdigit():  # a bare date is the day of the newest interview
        return "interviews"
    if origin_title and source.startswith(origin_title):
        return "origin"
    return next((place for start, place in _BY_BEGINNING.items() if source.startswith(start)), "work")
