"""The index on disk: swapped whole, durable, shared between processes, and never the end of the site."""

from __future__ import annotations

import os
import shutil
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from jobboard.search import served
from jobboard.search.documents import JobDocument
from jobboard.search.generations import CURRENT, Generations
from jobboard.search.port import IndexUnusable
from jobboard.search.query import Sort
from jobboard.search.whoosh_backend import WhooshSearch
from jobboard.testing.search import NOW, ask, found, job_document

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


def test_a_missing_index_says_how_to_build_it_and_an_update_never_makes_it_with_one_job(tmp_path: Path) -> None:
    engine = WhooshSearch(tmp_path / "not" / "there")
    assert ask(engine, "nurse").total == 0
    assert not ask(engine, "nurse").answered
    assert not engine.status().healthy
    assert "index rebuild" in engine.status().note
    with pytest.raises(IndexUnusable, match="index rebuild"):
        engine.update([job_document(title="Nurse")])
    engine.rebuild([])
    engine.update([job_document(title="Nurse")])
    assert found(engine, "nurse") == ["job"]
    assert engine.status().healthy


def do_damage(path: Path, damage: str) -> None:
    """Do what ``damage`` says to a file."""
    held = path.read_bytes()
    noise = bytes(byte ^ 85 for byte in held)
    flipped = bytes([held[0] ^ 1]) + held[1:]
    other = {
        "emptied": b"",
        "cut in half": held[: len(held) // 2],
        "filled with noise": noise,
        "a bit flipped": flipped,
    }
    if damage == "removed":
        path.unlink()
    else:
        path.write_bytes(other[damage])


@pytest.mark.parametrize("suffix", [".toc", ".terms", ".columns", ".texts", "-1.sums"])
@pytest.mark.parametrize("damage", ["emptied", "cut in half", "filled with noise", "a bit flipped", "removed"])
@pytest.mark.parametrize("when", ["before it is opened", "while it is open"])
def test_damage_is_noticed_and_takes_no_changes(
    home: Path, suffix: str, damage: str, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(served, "LOOK_EVERY", 0.0)
    engine = WhooshSearch(home)
    if when == "while it is open":
        assert ask(engine, "nurse").total == 30
    (path,) = (path for path in generation(home).iterdir() if path.name.endswith(suffix))
    do_damage(path, damage)
    page = ask(engine, "nurse ward")
    assert page.total == 30 if page.answered else page.hits == ()
    assert not engine.status().healthy
    assert "index rebuild" in engine.status().note
    with pytest.raises(IndexUnusable, match="index rebuild"):
        engine.update([job_document("new", title="Nurse")])
    engine.rebuild(NURSES)
    assert engine.status().healthy
    assert ask(engine, "nurse").total == 30


@pytest.mark.parametrize(
    "named",
    ["", "../elsewhere", "generation-1-gone", "generation-of-another-version", "\udcff\x00", "generation-1-\x00"],
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
    monkeypatch.setattr(served, "LOOK_EVERY", 0.0)
    reader, writer = WhooshSearch(home), WhooshSearch(home)
    assert ask(reader, "nurse").total == 30
    writer.update([job_document("new", title="Nurse")], removed=["n0"])
    assert "new" in reader.ids()
    assert "n0" not in reader.ids()
    writer.rebuild(NURSES[:5])
    assert ask(reader, "nurse").total == 5


def test_an_open_engine_answers_from_a_removed_index_until_it_is_built_anew(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(served, "LOOK_EVERY", 0.0)
    engine = WhooshSearch(home)
    assert ask(engine, "nurse").total == 30
    shutil.rmtree(home)
    assert ask(engine, "nurse ward").total == 30
    assert not engine.status().healthy
    with pytest.raises(IndexUnusable):
        engine.update([job_document("new", title="Nurse")])
    engine.rebuild(NURSES[:5])
    assert ask(engine, "nurse").total == 5
    assert engine.status().healthy


def test_a_query_that_fails_on_sound_files_condemns_no_index(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise ValueError

    engine = WhooshSearch(home)
    assert ask(engine, "nurse").total == 30
    monkeypatch.setattr("jobboard.search.view.parse_words", fail)
    assert not ask(engine, "porter").answered
    assert engine.status().healthy


def test_many_commits_leave_few_lists_of_sums(home: Path) -> None:
    engine = WhooshSearch(home)
    for number in range(16):
        engine.update([job_document(f"more{number}", title="Nurse")])
    assert len(list(generation(home).glob("*.sums"))) == 2
    assert ask(WhooshSearch(home), "nurse").total == 46


def test_a_reader_looks_at_the_disk_only_now_and_then(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(served, "LOOK_EVERY", 3600.0)
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


def test_merged_parts_answer_as_one_written_at_once(tmp_path: Path) -> None:
    documents = [
        job_document(f"job{n}", title=f"{word} {n % 7}", text=f"{word} " * (n % 5) + "ward night " * (n % 3))
        for n, word in enumerate(["Nurse", "Porter", "Welder"] * 20)
    ]
    grown, whole = WhooshSearch(tmp_path / "grown"), WhooshSearch(tmp_path / "whole")
    grown.rebuild(documents[:10])
    for number, document in enumerate(documents[10:]):
        grown.update([document], removed=[f"job{number}"] if number % 4 == 0 else [])
    removed = {f"job{number}" for number in range(50) if number % 4 == 0}
    whole.rebuild(document for document in documents if document.id not in removed)
    for text in ("nurse", '"ward night"', "porter 3", "welder -night", "night"):
        one, other = ask(grown, text), ask(whole, text)
        assert sorted(hit.id for hit in one.hits) == sorted(hit.id for hit in other.hits), text
        assert one.facets == other.facets
    assert grown.ids() == whole.ids()


def test_the_order_by_date_holds_from_commit_to_commit(tmp_path: Path) -> None:
    engine = WhooshSearch(tmp_path / "index")
    engine.rebuild([_posted("new", days=1), _posted("old", days=9)])
    assert found(engine, sort=Sort.NEWEST) == ["new", "old"]
    engine.update([_posted("between", days=5), _posted("newest", days=0)])
    assert found(engine, sort=Sort.NEWEST) == ["newest", "new", "between", "old"]
    engine.update([_posted("newest", days=7)], removed=["between"])
    assert found(engine, sort=Sort.NEWEST) == ["new", "newest", "old"]


def _posted(key: str, *, days: int) -> JobDocument:
    return job_document(key, posted_at=NOW - timedelta(days=days))
