"""The passage that shows why a posting was found marks what somebody asked for, and nothing that only looks like it."""

import pytest
from markupsafe import Markup

from jobboard.search.snippets import snippet
from jobboard.search.text import plain


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("Help people with IT, and keep it running.", {"it"}, "Help people with <mark>IT</mark>, and keep it running."),
        ("PM wanted. Apply by 11:59 pm.", {"pm"}, "<mark>PM</mark> wanted. Apply by 11:59 pm."),
        ("A nurse, a registered nurse.", {"registered nurse"}, "A nurse, a <mark>registered nurse</mark>."),
        ("招聘 护士", {"护士"}, "招聘 <mark>护士</mark>"),
    ],
)
def test_what_was_asked_for_is_marked(text: str, words: set[str], marked: str) -> None:
    assert snippet(text, words) == Markup(marked)


def test_initials_that_are_only_a_word_show_no_passage() -> None:
    assert snippet("Apply before 5 pm.", {"pm"}) == Markup()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Responsibilities\nYou will nurse.", "Responsibilities · You will <mark>nurse</mark>."),
        ("## Responsibilities\n\n- Plan\n- Nurse\n", "Responsibilities · Plan · <mark>Nurse</mark>"),
        ("What you do\n• nurse\n• plan", "What you do · <mark>nurse</mark> · plan"),
        ("Ask us.\nThe nurse does.", "Ask us. The <mark>nurse</mark> does."),
        ("Must:\nNurse, registered", "Must: <mark>Nurse</mark>, registered"),
        ("Needs\n**Must:** a *good* nurse", "Needs · Must: a *good* <mark>nurse</mark>"),
        ("**You have**\nA nurse badge", "You have · A <mark>nurse</mark> badge"),
        ("You are a nurse\nwith a badge", "You are a <mark>nurse</mark> with a badge"),
        ("We plan • nurse -- drive", "We plan · <mark>nurse</mark> · drive"),
        ("A nurse - nights - in Leeds", "A <mark>nurse</mark> - nights - in Leeds"),
        (
            "You join a team that runs the wards of eleven hospitals in and around\nLeeds as a nurse",
            "… eleven hospitals in and around Leeds as a <mark>nurse</mark>",
        ),
    ],
)
def test_lines_that_are_not_sentences_stand_apart(text: str, shown: str) -> None:
    assert snippet(plain(text), {"nurse"}) == Markup(shown)


def test_blocks_of_html_stand_apart() -> None:
    text = plain("<h2>Responsibilities</h2><p>You will nurse</p><table><tr><td>Nights</td><td>Days</td></tr></table>")
    assert snippet(text, {"nurse"}) == Markup("Responsibilities · You will <mark>nurse</mark> · Nights · Days")


def test_what_separates_is_never_taken_for_markup() -> None:
    assert snippet("<b>\nNurse & co\n<i>", {"nurse"}) == Markup("&lt;b&gt; · <mark>Nurse</mark> &amp; co · &lt;i&gt;")
