"""Dataclasses to plain JSON values and back, by their annotations, without loss and without guessing.

Reading is strict: a key that no field has, a value of another type and a missing field are refused by name. Only a
field with a default may be missing, so that facts stored before it was added can still be read.
"""

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from jobboard.errors import JobboardError


class UnreadableFacts(JobboardError):
    """Stored facts that this version cannot read; the message says which and why."""


def encode(value: Any) -> Any:
    """``value`` as dicts, lists, text, numbers, booleans and None. Sets come out sorted."""
    if is_dataclass(value):
        return {each.name: encode(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {key: encode(each) for key, each in value.items()}
    if isinstance(value, frozenset):
        return sorted(encode(each) for each in value)
    if isinstance(value, tuple):
        return [encode(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def decode(stored: Any, kind: Any, where: str) -> Any:
    """``stored`` as a value of ``kind``. Raises ``UnreadableFacts`` naming the place under ``where``."""
    if get_origin(kind) in (Union, types.UnionType):
        return None if stored is None else decode(stored, _only(kind), where)
    if is_dataclass(kind):
        return _dataclass(stored, kind, where)
    reader = _READERS.get(get_origin(kind) or kind)
    if reader is not None:
        return reader(stored, get_args(kind), where)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _said(kind, stored, where)
    return _plain(stored, kind, where)


def _only(kind: Any) -> Any:
    (inner,) = (each for each in get_args(kind) if each is not types.NoneType)
    return inner


def _dataclass(stored: Any, kind: Any, where: str) -> Any:
    given, known = _mapping(stored, where), _fields(kind)
    if unknown := sorted(set(given) - set(known)):
        raise UnreadableFacts(f"{where} has {unknown[0]!r}, which nothing here knows.")
    if missing := [name for name, (_, optional) in known.items() if not optional and name not in given]:
        raise UnreadableFacts(f"{where} lacks {missing[0]!r}.")
    return kind(**{name: decode(each, known[name][0], f"{where}.{name}") for name, each in given.items()})


@cache
def _fields(kind: Any) -> dict[str, tuple[Any, bool]]:
    """Each field's type, and whether it may be missing."""
    hints = get_type_hints(kind)
    return {each.name: (hints[each.name], _has_default(each)) for each in fields(kind)}


def _has_default(each: "Field[Any]") -> bool:
    return each.default is not MISSING or each.default_factory is not MISSING


def _mapping(stored: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(stored, Mapping):
        raise UnreadableFacts(f"{where} is not a set of named values.")
    return stored


def _list(stored: Any, where: str) -> list[Any]:
    if not isinstance(stored, list):
        raise UnreadableFacts(f"{where} is not a list.")
    return stored


def _read_tuple(stored: Any, inner: Any, where: str) -> tuple[Any, ...]:
    return tuple(decode(each, inner[0], f"{where}[{at}]") for at, each in enumerate(_list(stored, where)))


def _read_set(stored: Any, inner: Any, where: str) -> frozenset[Any]:
    return frozenset(_read_tuple(stored, inner, where))


def _read_mapping(stored: Any, inner: Any, where: str) -> dict[str, Any]:
    return {key: decode(each, inner[1], f"{where}.{key}") for key, each in _mapping(stored, where).items()}


def _read_moment(stored: Any, _inner: Any, where: str) -> datetime:
    moment: datetime = _said(datetime.fromisoformat, stored, where)
    if moment.tzinfo is None:
        raise UnreadableFacts(f"{where} is a moment without its zone.")
    return moment


def _read_day(stored: Any, _inner: Any, where: str) -> date:
    day: date = _said(date.fromisoformat, stored, where)
    return day


def _said(read: Callable[[Any], Any], stored: Any, where: str) -> Any:
    try:
        return read(_plain(stored, str, where))
    except ValueError as problem:
        raise UnreadableFacts(f"{where} is {stored!r}, which cannot be read.") from problem


def _plain(stored: Any, kind: Any, where: str) -> Any:
    if kind is float and type(stored) is int:  # PostgreSQL gives 4.0 back as 4
        return float(stored)
    if type(stored) is not kind:
        raise UnreadableFacts(f"{where} is not {_NAMES.get(kind, 'of a known kind')}.")
    return stored


_READERS: dict[Any, Callable[[Any, Any, str], Any]] = {
    tuple: _read_tuple,
    frozenset: _read_set,
    Mapping: _read_mapping,
    datetime: _read_moment,
    date: _read_day,
}
_NAMES = {str: "text", int: "a whole number", float: "a number", bool: "yes or no"}
