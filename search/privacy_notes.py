"""What search holds about people (checked and written out by `manage.py check_privacy`)."""

from core.privacy import Keeping, Privacy

OWN = Keeping("the person left, unless they removed it before", days=30, job="search.saved")
REMOVED = Keeping("it was removed; until then there is an undo", days=1, job="search.removed")
ROW = Keeping("the row is deleted")
EMPTY = Keeping("the day of the search", days=180, job="search.empty")
RARE = Keeping("the day of the search, where fewer than three people made it", days=30, job="search.empty_rare")

NOTES: dict[str, dict[str, Privacy]] = {
    "search.SavedSearch": {
        "owner": Privacy("Who saved the search", "To show it to them alone", OWN),
        "name": Privacy("What they called it", "To find it again", OWN),
        "text": Privacy("What they search for", "To search for it again", OWN),
        "kinds": Privacy("Which kinds they look for", "To search for it again", OWN),
        "filters": Privacy("Which filters they set", "To search for it again", OWN),
        "order": Privacy("In which order they look at it", "To search for it again", OWN),
        "language": Privacy("In which language they searched", "To search for it again", OWN),
        "known": Privacy("Numbers of what it found last", "To tell them only of what is new", OWN),
        "created_at": Privacy("When they saved it", "To tell one from another", OWN),
        "removed_at": Privacy("When they removed it", "So that there is an undo", REMOVED),
    },
    "search.Synonym": {
        "changed_by": Privacy("Who last changed the row", "To ask them why", ROW),
    },
}  # fmt: skip

NOT_PERSONAL: dict[str, frozenset[str]] = {
    "search.SavedSearch": frozenset({"public_id", "feed_key", "looked_at"}),
    "search.Synonym": frozenset({"kind", "words", "finds", "note", "changed_at", "removed_at"}),
}

# Of nobody by name, and still words that people typed.
ELSEWHERE: dict[str, dict[str, Privacy]] = {
    "search.EmptySearch": {
        "text": Privacy(
            "What people searched for in vain; never who, and no name, address, number or secret",
            "So that editors add the word or the page that is missing",
            EMPTY,
        ),
        "people": Privacy("How many people searched for it on a day", "To show no words that few people used", RARE),
    },
}
