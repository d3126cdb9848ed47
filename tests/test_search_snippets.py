"""The passage that shows why a posting was found marks what somebody asked for, and nothing that only looks like it."""

import pytest
from markupsafe import Markup

from jobboard.search.snippets import snippet


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
