"""Objects of a JSON export: an array, an answer that holds its array under ``data``, or one object a line."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jobboard.errors import InvalidInput

LARGEST = 128 * 1024 * 1024
"""Bytes of one export."""

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """One object with its number from 1: its line in JSON lines, else its place in the array. What is none is empty and
    has a ``problem``."""

    number: int
    record: Record
    problem: InvalidInput | None = None


def read_records(data: bytes) -> list[Found]:
    """The objects of an export. Raises ``InvalidInput`` where it has more than ``LARGEST`` bytes."""
    if len(data) > LARGEST:
        raise InvalidInput({"file": [f"It has more than {LARGEST // 1024 // 1024} MiB; split it."]})
    return list(_found(_values(data.decode("utf-8-sig", "replace"))))


def _values(text: str) -> Iterable[Any]:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return map(_value, text.split("\n"))
    if isinstance(whole, Mapping) and isinstance(whole.get("data"), list):
        whole = whole["data"]
    return whole if isinstance(whole, list) else [whole]


def _value(line: str) -> Any:
    try:
        return json.loads(line) if line.strip() else None
    except (ValueError, RecursionError):
        return line


def _found(values: Iterable[Any]) -> Iterator[Found]:
    for number, value in enumerate(values, start=1):
        if isinstance(value, Mapping):
            yield Found(number, value)
        elif value is not None:
            reason = "This is no JSON object. Give an array of objects, or one object a line."
            yield Found(number, {}, InvalidInput({"line": [reason]}))


def text_at(record: Any, *path: str) -> str:
    """The text, or the whole number as text, at a path of keys; ``""`` where there is none."""
    for key in path:
        record = record.get(key) if isinstance(record, Mapping) else None
    return str(record).strip() if isinstance(record, str | int) and not isinstance(record, bool) else ""


def records_at(record: Record, key: str) -> list[Record]:
    """The objects in the list under a key."""
    return [row for row in _list_at(record, key) if isinstance(row, Mapping)]


def texts_at(record: Record, key: str) -> tuple[str, ...]:
    """The texts in the list under a key; of objects in it their ``value``."""
    words = (text_at(part if isinstance(part, Mapping) else {"value": part}, "value") for part in _list_at(record, key))
    return tuple(filter(None, words))


def _list_at(record: Record, key: str) -> list[Any]:
    found = record.get(key)
    return found if isinstance(found, list) else []
