"""A host's own ladder wins over everything built in, and says so."""

import pytest

from jobboard.fit.assess import Verdict, assess
from jobboard.fit.host import EntryKind, HostEntry, HostLadder, is_everyday
from jobboard.fit.ladder import Track
from jobboard.fit.reading import PLAIN, RememberedReader, TitleReader

RUNG = EntryKind.RUNG


def reader(*entries: HostEntry) -> TitleReader:
    return TitleReader(host=HostLadder(entries))


@pytest.mark.parametrize("title", ["Marketing Manager", "Manager, Marketing", "Mktg Mgr", "marketing  MANAGER"])
def test_a_whole_title_is_found_however_it_is_written(title: str) -> None:
    level = reader(HostEntry("Marketing Manager", 4)).read(title)
    assert (level.rank, level.confidence) == (4, 1.0)
    assert level.evidence == ("“Marketing Manager” is on this board’s own ladder: lead or supervisor (4).",)


def test_a_rung_is_found_inside_a_title_and_keeps_the_titles_track() -> None:
    ours = reader(HostEntry("P3", 3, RUNG), HostEntry("M3", 6, RUNG, track=Track.MANAGEMENT))
    for title in ("Analyst P3", "Analyst (P3)", "P3 Analyst", "Analyst, P3"):
        assert (ours.read(title).rank, ours.read(title).track) == (3, Track.IC)
    assert (ours.read("Analyst M3").rank, ours.read("Analyst M3").track) == (6, Track.MANAGEMENT)
    assert ours.read("Analyst P30") == PLAIN.read("Analyst P30")


def test_the_longest_rung_wins_and_a_whole_title_wins_over_a_rung() -> None:
    ours = reader(HostEntry("Band 6", 3, RUNG), HostEntry("Band 6 Plus", 4, RUNG), HostEntry("Nurse Band 6", 5))
    assert ours.read("Midwife, Band 6").rank == 3
    assert ours.read("Midwife, Band 6 Plus").rank == 4
    assert ours.read("Nurse Band 6").rank == 5


def test_an_entry_for_a_function_wins_over_one_for_all_and_holds_only_there() -> None:
    ours = reader(HostEntry("Associate", 2), HostEntry("Associate", 6, function="legal"))
    assert ours.read("Associate").rank == 2
    assert ours.read("Associate", field="legal").rank == 6


def test_a_title_is_also_a_noun_that_longer_titles_are_built_on() -> None:
    ours = reader(HostEntry("Growth Hacker", 2))
    assert PLAIN.read("Senior Growth Hacker").confidence < 0.6
    senior = ours.read("Senior Growth Hacker")
    assert (senior.rank, senior.confidence) == (3, 0.95)
    assert "own ladder" in senior.evidence[0]


def test_a_label_of_the_firms_own_is_said() -> None:
    level = reader(HostEntry("P3", 3, RUNG, label="Professional 3")).read("Analyst P3")
    assert level.evidence == ("“P3” (Professional 3) is a rung of this board’s ladder: senior (3).",)


def test_what_the_ladder_does_not_name_reads_as_without_one() -> None:
    ours = reader(HostEntry("Zorblax", 4), HostEntry("P3", 3, RUNG))
    for title in ("Marketing Manager", "Staff Nurse", "", "…", "Quuxle"):
        assert ours.read(title) == PLAIN.read(title)


def test_an_assessment_uses_the_ladder_for_both_titles() -> None:
    ours = reader(HostEntry("Zorblax", 5), HostEntry("Quuxle", 2))
    assert assess("Zorblax", "Quuxle").verdict is Verdict.UNSURE
    found = assess("Zorblax", "Quuxle", reader=ours)
    assert (found.verdict, found.gap) == (Verdict.OVER, 3)


def test_no_rule_of_ours_turns_the_hosts_word_round() -> None:
    ours = reader(HostEntry("Deputy Editor", 6), HostEntry("Senior Accountant", 1))
    assert assess("Deputy Editor", "Editor", reader=ours).verdict is Verdict.OVER
    assert assess("Senior Accountant", "Accountant", reader=ours).verdict is Verdict.UNDER


def test_words_of_many_titles_make_no_rung() -> None:
    assert is_everyday("Associate")
    assert is_everyday("senior")
    assert not is_everyday("P3")
    assert not is_everyday("Associate II")


def test_a_changed_ladder_can_be_changed_back() -> None:
    before = HostLadder((HostEntry("P3", 3, RUNG),))
    after = before.changed([HostEntry("P3", 3, RUNG)], [HostEntry("P3", 4, RUNG), HostEntry("P4", 5, RUNG)])
    assert {entry.phrase: entry.rank for entry in after.entries} == {"P3": 4, "P4": 5}
    assert after.changed(after.entries, before.entries).entries == before.entries


def test_a_reader_is_made_once_a_state() -> None:
    kept, made = RememberedReader(), []

    def make() -> TitleReader:
        made.append(1)
        return TitleReader()

    assert kept.get("a", make) is kept.get("a", make)
    kept.get("b", make)
    assert len(made) == 2
