"""Bulletins of both sides of a body, and how a day of them reads."""

from typing import Any
from uuid import UUID

from domain.bulletin import Bulletin, BulletinReport
from projections.asked_days import asked_days
from projections.reconciliation import reconciled
from tests.domain.arrange import made, words
from tests.projections.arrange import Book, followed, lens

IDLIB = {"name": "Nayrab", "adm1": "Idlib"}
DAY = "2020-02-21"


def publish(book: Book, side: str, total: int | None, regions: dict[str, int] | None = None, **parts: Any) -> UUID:
    said = {"body": "commission", "side": side, "total": total, "regions": regions}
    dated = {"period": {"from": DAY, "zone": "Europe/Moscow"}} | words("reuters", published=DAY)
    return book.clerk().open(Bulletin.publish, made(BulletinReport, **said | dated | parts)).id


def found(book: Book, day: str | None = None, *, region: str | None = None, **look: str) -> dict[str, Any]:
    store = followed(book.ledger)
    try:
        return reconciled(store, lens(store, **look), asked_days(day=day), region=region)
    finally:
        store.close()


def one_day(book: Book, **look: str) -> dict[str, Any]:
    (day,) = found(book, DAY, **look)["days"]
    assert isinstance(day, dict)
    return day


def side(day: dict[str, Any], name: str) -> dict[str, Any]:
    (one,) = (one for one in day["sides"] if one["side"] == name)
    assert isinstance(one, dict)
    return one
