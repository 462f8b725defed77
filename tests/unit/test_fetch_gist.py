"""What a page is, told by the sentences that were read of it."""

from __future__ import annotations

import pytest

from verifier.fetch.gist import is_list, kind_of
from verifier.model import OutcomeCode

MENU = "Home\nWorld\nSport\nCulture\nWeather\n"
STORY = (
    "The ferry to the islands was cancelled on Tuesday because of high waves. Around forty passengers spent the night "
    "in a school. The operator hopes to sail again on Thursday, once the wind has dropped.\n"
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The story you requested is no longer available. Please check the link.", OutcomeCode.SOFT_404),
        (MENU + "This item has been withdrawn or never existed here.", OutcomeCode.SOFT_404),
        ("Der gewünschte Artikel ist nicht mehr verfügbar. Zur Startseite geht es hier.", OutcomeCode.SOFT_404),
        ("The domain old-herald.example is for sale. Make an offer on this domain.", OutcomeCode.PARKED),
        (
            "We and our partners use cookies to show personalised ads. To continue, accept them or subscribe.",
            OutcomeCode.CONSENT_WALL,
        ),
        (
            "The ferry was cancelled on Tuesday. Only subscribers only may go on. Already a subscriber? Sign in.",
            OutcomeCode.PAYWALLED_PARTIAL,
        ),
        (MENU + "Ferry cancelled\nRead also\nOld mill sold\nBus strike over", OutcomeCode.NO_TEXT),
    ],
)
def test_a_page_that_says_nothing_else_is_known_by_its_sentences(text: str, kind: OutcomeCode) -> None:
    assert kind_of(text) is kind


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        STORY + "The page you requested was not found, said the screen at the pier instead of a timetable.",
        STORY + "We use cookies to measure reach. You can change your mind at any time.",
        "Confirmed: the minister resigned tonight.",
        "今日、島へのフェリーは高波のため欠航した。",
        MENU + "Ward A 312 290\nWard B 118 97\nWard C 441 502\nWard D 87 91",
        (STORY * 4) + "Already a subscriber? Sign in to continue reading.",
    ],
)
def test_briefs_posts_tables_and_articles_on_such_pages_stay_pages(text: str) -> None:
    assert kind_of(text) is None


def test_a_list_of_headlines_has_no_sentences() -> None:
    headlines = "\n".join(f"Council of ward {number} votes for a new library" for number in range(12))
    assert is_list(MENU + headlines)
    assert not is_list(MENU + STORY * 2)
