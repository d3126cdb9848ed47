"""What is read or reckoned again and again, remembered up to a bound."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Remembered(Generic[Key, Value]):
    """The values asked for last: at most ``entries``, whose sizes, as ``size`` says them, come to at most ``most``. The
    last one put stays whatever its size. Shared between threads."""

    def __init__(self, size: Callable[[Value], int] = lambda _: 0, *, most: int = 0, entries: int) -> None:
        self._size, self._most, self._entries = size, most, entries
        self._held: OrderedDict[Key, Value] = OrderedDict()
        self._whole = 0
        self._lock = threading.Lock()

    def get(self, key: Key) -> Value | None:
        """The value, if it is remembered."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def put(self, key: Key, value: Value) -> None:
        """Remember a value, and forget those not asked for longest."""
        with self._lock:
            before = self._held.pop(key, None)
            self._whole += self._size(value) - (self._size(before) if before is not None else 0)
            self._held[key] = value
            while len(self._held) > 1 and (self._whole > self._most or len(self._held) > self._entries):
                _, oldest = self._held.popitem(last=False)
                self._whole -= self._size(oldest)
