"""A brake on guessing passwords."""

from collections import defaultdict


class Throttle:
    """Counts failures by key and says how long to wait after ``most`` of them within ``window`` seconds.
    Remembers in this process only: several processes allow that many times more, still far from guessing."""

    def __init__(self, *, most: int, window: float) -> None:
        self._most, self._window = most, window
        self._failures: defaultdict[str, list[float]] = defaultdict(list)

    def wait(self, key: str, *, now: float) -> float:
        """Seconds until ``key`` may try again; 0 if it may now."""
        recent = self._recent(key, now)
        return recent[-self._most] + self._window - now if len(recent) >= self._most else 0

    def failed(self, key: str, *, now: float) -> None:
        """Counts one failure, and forgets every key that has been quiet for a whole window."""
        self._failures[key].append(now)
        self._failures = defaultdict(
            list, {each: recent for each in self._failures if (recent := self._recent(each, now))}
        )

    def forget(self, key: str) -> None:
        """Starts ``key`` afresh."""
        self._failures.pop(key, None)

    def _recent(self, key: str, now: float) -> list[float]:
        return [moment for moment in self._failures.get(key, ()) if moment > now - self._window]
