"""The index on disk: swapped whole, durable, shared between processes, and never the end of the site."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from jobboard.search import whoosh_backend
from jobboard.search.generations import CURRENT, Generations
from jobboard.search.port import IndexUnusable
from jobboard.search.whoosh_backend import WhooshSearch
from jobboard.testing.search import ask, found, job_document

NURSES = [job_document(f"n{n}", title="Nurse", text="The ward is open all day. " * 20) for n in range(30)]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A directory with an index of thirty nurses."""
    engine = WhooshSearch(tmp_path / "index")
    engine.rebuild(NURSES)
    engine.close()
    return tmp_path / "index"


def generation(home: Path) -> Path:
    return home / (home / CURRENT).read_text().strip()


def test_a_missing_index_says_how_to_build_it_and_the_first_update_makes_it(tmp_path: Path) -> None:
    engine = WhooshSearch(tmp_path / "not" / "there")
    assert ask(engine, "nurse").total == 0
    assert not engine.status().healthy
    assert "index rebuild" in engine.status().note
    engine.update([job_document(title="Nurse")])
    assert found(engine, "nurse") == ["job"]
    assert engine.status().healthy


@pytest.mark.parametrize("suffix", [".toc", ".trm", ".pst", ".dci", ".vps", ".dcz", ".len", ".seg", ".dbh"])
@pytest.mark.parametrize("damage", ["emptied", "cut in half", "filled with noise"])
def test_a_damaged_file_never_ends_in_a_traceback(home: Path, suffix: str, damage: str) -> None:
    files = [path for path in generation(home).iterdir() if path.name.endswith(suffix)]
    for path in files:
        held = path.read_bytes()
        path.write_bytes({"emptied": b"", "cut in half": held[: len(held) // 2]}.get(damage, os.urandom(len(held))))
    engine = WhooshSearch(home)
    assert ask(engine, "nurse ward").total in {0, 30}
    if not engine.status().healthy:
        assert "index rebuild" in engine.status().note
    engine.rebuild(NURSES)
    assert engine.status().healthy
    assert ask(engine, "nurse").total == 30


@pytest.mark.parametrize(
    "named", ["", "../elsewhere", "generation-1-gone", "generation-of-another-version", "\udcff\x00"]
)
def test_a_current_that_points_nowhere_is_unhealthy_and_refuses_changes(home: Path, named: str) -> None:
    (home / CURRENT).write_bytes(named.encode(errors="surrogateescape"))
    engine = WhooshSearch(home)
    assert ask(engine, "nurse").total == 0
    assert not engine.status().healthy
    with pytest.raises(IndexUnusable, match="index rebuild"):
        engine.update([job_document()])
    engine.rebuild(NURSES)
    assert ask(engine, "nurse").total == 30


def test_a_reader_sees_another_engines_commits(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whoosh_backend, "LOOK_EVERY", 0.0)
    reader, writer = WhooshSearch(home), WhooshSearch(home)
    assert ask(reader, "nurse").total == 30
    writer.update([job_document("new", title="Nurse")], removed=["n0"])
    assert "new" in reader.ids()
    assert "n0" not in reader.ids()
    writer.rebuild(NURSES[:5])
    assert ask(reader, "nurse").total == 5


def test_a_reader_looks_at_the_disk_at_most_once_a_second(home: Path) -> None:
    reader, writer = WhooshSearch(home), WhooshSearch(home)
    assert ask(reader, "nurse").total == 30
    writer.rebuild(NURSES[:5])
    assert ask(reader, "nurse").total == 30


def test_only_the_generation_in_use_stays(home: Path) -> None:
    first = generation(home)
    WhooshSearch(home).rebuild(NURSES)
    assert generation(home) != first
    assert [path for path in home.glob("generation-*")] == [generation(home)]  # noqa: C416  # a list to compare


def test_files_are_on_the_disk_before_the_generation_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events: list[str] = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(
        os, "fsync", lambda handle: (events.append(Path(f"/proc/self/fd/{handle}").name), fsync(handle))[1]
    )
    monkeypatch.setattr(Path, "replace", lambda self, to: (events.append("swap"), replace(self, to))[1])
    WhooshSearch(tmp_path).rebuild(NURSES)
    swap = events.index("swap")
    files = list(generation(tmp_path).glob("*.*"))
    assert swap >= len([path for path in files if path.is_file() and path.stat().st_size])
    assert events[swap + 1 :], "the directory that holds CURRENT is synced after the swap"


def test_a_second_writer_waits_and_then_says_so(home: Path) -> None:
    generations = Generations(home, shape="1")
    with generations.writing(patience=0), pytest.raises(IndexUnusable, match="Another process"):  # noqa: SIM117
        with Generations(home, shape="1").writing(patience=0.1):
            pass


def test_many_threads_search_while_one_writes(home: Path) -> None:
    engine, wrong = WhooshSearch(home), []

    def search() -> None:
        for _ in range(15):
            total = ask(engine, "nurse ward").total
            if total < 30:
                wrong.append(total)

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(4):
        engine.update([job_document(f"more{number}", title="Nurse")])
    for thread in threads:
        thread.join()
    assert wrong == []
    assert engine.status().healthy
