"""A host's own synonyms: what the file adds, what it switches off, and what is said of one that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from jobboard import JobBoard
from jobboard.errors import ConfigurationError
from jobboard.flows.index import heal
from jobboard.search.host_synonyms import read_synonyms
from jobboard.search.language import ENGLISH, language
from jobboard.search.synonyms import SAME, Synonyms, our_synonyms
from jobboard.testing import situations as given
from tests.support.databases import on_sqlite
from tests.support.host import board_of, close_host, make_host
from tests.test_cli_data import run


def read(tmp_path: Path, text: str, code: str = "en") -> Synonyms:
    path = tmp_path / "ours.toml"
    path.write_text(text, encoding="utf-8")
    return read_synonyms(path, language(code))


def same_as(synonyms: Synonyms, *words: str) -> set[str]:
    return {" ".join(word for word, _ in said) for said, weight in synonyms.of(words).items() if weight >= SAME}


def test_own_groups_are_added_to_ours(tmp_path: Path) -> None:
    synonyms = read(tmp_path, 'same = [["bench hand", "assembler"]]\n[toward]\nskipper = ["boatswain"]')
    assert same_as(synonyms, "assemblers") >= {"bench hand"}
    assert (("boatswain", 0),) in synonyms.of(["skipper"])
    assert same_as(synonyms, "registered", "nurse") >= {"rn"}


def test_a_word_is_taken_out_of_ours_and_given_another_meaning(tmp_path: Path) -> None:
    synonyms = read(tmp_path, 'off = ["PM"]\nsame = [["pm", "patient mover"]]')
    assert same_as(synonyms, "pm") == {"patient mover"}
    assert "pm" not in same_as(synonyms, "project", "manager")
    assert same_as(synonyms, "rn") == same_as(our_synonyms(ENGLISH), "rn")


def test_a_word_in_the_middle_of_a_group_leaves_the_others_together(tmp_path: Path) -> None:
    assert same_as(our_synonyms(ENGLISH), "lpn") >= {"lvn", "licensed practical nurse"}
    synonyms = read(tmp_path, 'off = ["lvn"]')
    assert "licensed practical nurse" in same_as(synonyms, "lpn")
    assert not synonyms.of(["lvn"])


def test_ours_can_be_switched_off_whole(tmp_path: Path) -> None:
    synonyms = read(tmp_path, 'bundled = false\nsame = [["Krankenpfleger", "Pflegefachkraft"]]', "de")
    assert not synonyms.of(["rn"])
    assert same_as(synonyms, "krankenpflegern") == {"pflegefachkraft"}


def test_alerts_are_filed_anew_when_the_file_says_something_else(tmp_path: Path) -> None:
    one, other = (read(tmp_path, f'same = [["bench hand", "{word}"]]') for word in ("assembler", "fitter"))
    assert one.fingerprint != other.fingerprint


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('same = [["a" "b"]]', "is no TOML: .*line 1"),
        ('sames = [["a", "b"]]', "'sames' is none of its lists; there are: same, related, toward, off, bundled"),
        ('same = [["rn", "nurse"], ["alone"]]', r"same, group 2: \['alone'\] should be a list of 2 to 40 words"),
        ('related = [["rn", 7]]', "related, group 1: 7 is no word"),
        ('related = [["rn", "the"]]', "related, group 1: 'the' is no word"),
        ('[toward]\nbaker = "cook"', "toward, 'baker': 'cook' should be a list"),
        ('[toward]\noff = ["rn"]', r"off stands below \[toward\]; write it above"),
        ("toward = 3", "toward is a table"),
        ('same = "rn"', "same is a list"),
        ('off = ["zorblax"]', "off: 'zorblax' stands in none of our groups"),
        ('bundled = "no"', "bundled is true or false"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=rf"JOBBOARD_SEARCH_SYNONYMS names .*ours\.toml.*{said}"):
        read(tmp_path, text)


def test_a_file_that_is_not_there_stops_the_app_at_its_start(tmp_path: Path) -> None:
    app = Flask("host", instance_path=str(tmp_path), root_path=str(tmp_path))
    app.secret_key = "a key for a test that is long enough"
    app.config["JOBBOARD_SEARCH_SYNONYMS"] = "ours.toml"
    with pytest.raises(ConfigurationError, match=r"ours\.toml, which cannot be read: No such file"):
        JobBoard(app)


def test_a_file_in_another_encoding_is_said(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_bytes('same = [["Köchin", "Koch"]]'.encode("latin-1"))
    with pytest.raises(ConfigurationError, match="not written in UTF-8"):
        read_synonyms(tmp_path / "ours.toml", ENGLISH)


@on_sqlite
def test_the_search_page_uses_the_file_and_doctor_names_it(database_url: str, tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text('same = [["mudlark", "beach cleaner"]]', encoding="utf-8")
    app = make_host(database_url, tmp_path, JOBBOARD_SEARCH_BACKEND="whoosh", JOBBOARD_SEARCH_SYNONYMS=str(path))
    heal(board_of(app))
    given.a_job(board_of(app), "Beach Cleaner", publish=True)
    page = app.test_client().get("/jobs/?q=mudlark").get_data(as_text=True)
    assert "Beach Cleaner" in page
    assert f"as {path} changes" in run(app, "doctor").output
    close_host(app)
