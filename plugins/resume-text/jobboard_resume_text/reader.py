"""Has a file read by a process that is thrown away, and believes nothing that comes back."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from threading import BoundedSemaphore
from typing import IO, Any, BinaryIO

from jobboard.adapters.resume_reader import MOST_TEXT, ResumeText
from jobboard_resume_text.limits import Limits
from jobboard_resume_text.reading import BUSY, DAMAGED, NOT_STARTED, TOO_LARGE, TOO_MUCH

AT_ONCE = 2
_CHUNK = 64 * 1024
_MOST_REASON = 100
_LINES = {"\n": "\n", "\t": "\t"}
_STOPPED = {-signal.SIGKILL, -signal.SIGXCPU}


class ThrowAwayReader:
    """A résumé reader for every content type in ``kinds.READERS``. Of each, ``AT_ONCE`` processes run at a time."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._turns = BoundedSemaphore(AT_ONCE)

    def read(self, stream: BinaryIO, content_type: str) -> ResumeText:
        """The visible text of the file, or the reason why there is none. Takes ``wall_seconds`` at most, twice that
        when others are being read."""
        if not self._turns.acquire(timeout=self._limits.wall_seconds):
            return ResumeText(unread=BUSY)
        try:
            return self._read(stream, content_type)
        finally:
            self._turns.release()

    def _read(self, stream: BinaryIO, content_type: str) -> ResumeText:
        with TemporaryFile() as given, TemporaryFile() as answer:
            if not _copy(stream, given, most=self._limits.given):
                return ResumeText(unread=TOO_LARGE)
            problem = self._run(content_type, given, answer)
            if problem:
                return ResumeText(unread=problem)
            answer.seek(0)
            return _believed(answer.read(self._limits.answer))

    def _run(self, content_type: str, given: IO[bytes], answer: IO[bytes]) -> str:
        limits = (self._limits.memory, self._limits.cpu_seconds, self._limits.answer)
        command = [sys.executable, "-B", "-P", "-m", "jobboard_resume_text.child", content_type, *map(str, limits)]
        try:
            child = subprocess.Popen(  # noqa: S603  # our own module with a type out of our own table
                command,
                stdin=given,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                cwd=os.sep,
                env=_environment(),
                start_new_session=True,
            )
        except OSError:
            return NOT_STARTED
        with _ended(child):
            try:
                code = child.wait(self._limits.wall_seconds)
            except subprocess.TimeoutExpired:
                return TOO_MUCH
        if code in _STOPPED:
            return TOO_MUCH
        return DAMAGED if code else ""


def _copy(source: BinaryIO, target: IO[bytes], *, most: int) -> bool:
    copied = 0
    while chunk := source.read(_CHUNK):
        copied += len(chunk)
        if copied > most:
            return False
        target.write(chunk)
    target.seek(0)
    return True


def _environment() -> dict[str, str]:
    """What is imported here is found there; of the host's environment, with its secrets, nothing goes along."""
    return {"PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path)), "LC_ALL": "C.UTF-8"}


@contextmanager
def _ended(child: "subprocess.Popen[bytes]") -> Iterator[None]:
    """Whatever happens inside, the child is gone afterwards and reaped."""
    try:
        yield
    finally:
        child.kill()
        child.wait()


def _believed(data: bytes) -> ResumeText:
    """A child that a file has taken over may write anything."""
    try:
        said = json.loads(data)
    except ValueError:
        return ResumeText(unread=DAMAGED)
    if not isinstance(said, dict):
        return ResumeText(unread=DAMAGED)
    unread = _plain(said.get("unread"))[:_MOST_REASON]
    text = "" if unread else _plain(said.get("text"))[:MOST_TEXT]
    return ResumeText(text, said.get("hidden") is True, unread or ("" if text else DAMAGED))


def _plain(said: Any) -> str:
    """Text that any database stores: no control characters, no half of a pair."""
    if not isinstance(said, str):
        return ""
    whole = said.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "ignore").decode("utf-8")
    return "".join(letter if letter.isprintable() else _LINES.get(letter, " ") for letter in whole)
