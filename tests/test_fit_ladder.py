"""Wherever a level goes in, its key, label and rank are understood; wherever it comes out, key and rank are there."""

import pytest

from jobboard.fit.evidence import Evidence
from jobboard.fit.ladder import DEFAULT_LADDER, Ladder, Rung, Track, UnknownLevel


@pytest.mark.parametrize("value", [5, "5", "manager", "Manager", " MANAGER "])
def test_a_level_is_understood_as_key_label_or_rank(value: str | int) -> None:
    assert DEFAULT_LADDER.parse(value) == 5


@pytest.mark.parametrize("value", ["Vice president", "vice_president", "vice-president", "8"])
def test_spelling_of_a_key_does_not_matter(value: str) -> None:
    assert DEFAULT_LADDER.parse(value) == 8


@pytest.mark.parametrize("value", ["", "boss", 10, -1, "10", True])
def test_an_unknown_level_is_refused_with_the_ten_keys(value: str | int) -> None:
    with pytest.raises(UnknownLevel, match=r"trainee, entry, .*, vice_president, executive"):
        DEFAULT_LADDER.parse(value)


def test_every_rung_survives_the_way_out_and_in() -> None:
    for rung in DEFAULT_LADDER.rungs:
        assert DEFAULT_LADDER.describe(rung.rank) == {"level": rung.key, "rank": rung.rank}
        assert DEFAULT_LADDER.parse(DEFAULT_LADDER.label(rung.rank)) == rung.rank


def test_a_rank_beyond_the_ladder_takes_its_nearest_end() -> None:
    assert (DEFAULT_LADDER.key(99), DEFAULT_LADDER.key(-3)) == ("executive", "trainee")


def test_a_ladder_with_a_hole_is_refused() -> None:
    with pytest.raises(ValueError, match="without holes"):
        Ladder((Rung(0, "a", "A"), Rung(2, "b", "B")))


def test_tracks_are_their_own_words() -> None:
    assert [track.value for track in Track] == ["ic", "management", "executive", "support"]


def test_evidence_goes_out_with_its_points_sentence_and_source() -> None:
    assert Evidence(24, "Was Marketing Manager.", "Résumé line 14").to_json() == {
        "points": 24,
        "sentence": "Was Marketing Manager.",
        "source": "Résumé line 14",
    }
