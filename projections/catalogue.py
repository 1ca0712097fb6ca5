"""Every table of versions, by the kind of stream that fills it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projections.agreements import AGREEMENTS
from projections.bulletins import BULLETINS
from projections.figures import FIGURES
from projections.fits import FITS
from projections.monitoring import MONITORING
from projections.parties import PARTIES
from projections.sources import SOURCES
from projections.statements import STATEMENTS
from projections.versions import INCIDENTS

if TYPE_CHECKING:
    from projections.table import Table

TABLES: tuple[Table, ...] = (
    INCIDENTS,
    AGREEMENTS,
    STATEMENTS,
    FIGURES,
    BULLETINS,
    MONITORING,
    PARTIES,
    SOURCES,
    FITS,
)
TABLE_OF: dict[str, Table] = {table.kind: table for table in TABLES}
