"""One question, as the tables are asked it and as the raw facts are."""

from typing import NamedTuple

from domain.lens import Lens
from projections import looking
from projections.selection import Selection
from projections.store import Store
from tests.projections.oracle.picture import Picture, cut_by
from tests.projections.oracle.pile import Raw
from tests.projections.oracle.selecting import Filters

GROUPINGS = (
    *(["party"], ["act", "party"], ["month"], ["year", "governorate"], ["day"], ["nature", "standing"]),
    *(["agreement", "provision"], ["agreement", "party"]),
)


class Asked(NamedTuple):
    """One question: through two lenses, as words, and with filters. Bare dates are of one zone in all three."""

    words: dict[str, str]
    other: dict[str, str]
    filters: Filters

    @property
    def earlier(self) -> dict[str, str]:
        """The words of the lens that is compared with."""
        return self.other | {"tz": self.words.get("tz", "UTC")}


class Tables(NamedTuple):
    """Where the tables answer it."""

    store: Store
    lens: Lens
    before: Lens
    selection: Selection


class Pictures(NamedTuple):
    """What the raw facts say to it, and all that they ever say."""

    picture: Picture
    before: Picture
    filters: Filters
    every: Picture


def asked_of(store: Store, asked: Asked) -> Tables:
    lens, before = (looking.resolve(store, **words) for words in (asked.words, asked.earlier))
    return Tables(store, lens, before, Selection(**asked.filters))


def asked_of_the_pile(facts: list[Raw], asked: Asked) -> Pictures:
    picture, before = (Picture(facts, cut_by(facts, words)) for words in (asked.words, asked.earlier))
    return Pictures(picture, before, asked.filters, Picture(facts, cut_by(facts, {})))
