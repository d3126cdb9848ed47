"""The process that reads one file and ends: ``python -m jobboard_resume_text.child CONTENT_TYPE MEMORY CPU ANSWER``.

The file comes on standard input, the answer goes to standard output as JSON. It ends with an error where a library
trips over the file; whoever started it says then that the file is damaged.
"""

import json
import sys
from importlib import import_module
from typing import Any

from jobboard_resume_text.kinds import READERS
from jobboard_resume_text.limits import Limits, confine
from jobboard_resume_text.reading import ALL_HIDDEN, NO_TEXT, TOO_MUCH, Reading, Unreadable

MOST_TEXT = 200_000


def main(content_type: str, memory: str, cpu_seconds: str, answer: str) -> None:
    """Read standard input as ``content_type``, after giving up everything beyond the limits."""
    confine(Limits(memory=int(memory), cpu_seconds=int(cpu_seconds), answer=int(answer)))
    said = json.dumps(_answer(content_type, sys.stdin.buffer.read()), ensure_ascii=False)
    sys.stdout.buffer.write(said.encode("utf-8", "ignore"))


def _answer(content_type: str, data: bytes) -> dict[str, Any]:
    try:
        read: Reading = import_module(READERS[content_type]).read(data)
    except Unreadable as problem:
        return {"unread": str(problem)}
    except MemoryError:
        return {"unread": TOO_MUCH}
    text = read.text.strip()[:MOST_TEXT]
    unread = "" if text else ALL_HIDDEN if read.hidden else NO_TEXT
    return {"text": text, "hidden": read.hidden, "unread": unread}


if __name__ == "__main__":
    main(*sys.argv[1:])
