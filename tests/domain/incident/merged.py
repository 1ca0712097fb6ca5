"""Two reports of one happening, recorded as one."""

from domain.incident.incident import Incident
from tests.domain.arrange import on

MERGED = "2020-06-01"
EARLIER = "2020-05-31"


def merged(duplicate: Incident, kept: Incident, when: str = MERGED) -> None:
    on(kept, when)
    on(duplicate, when).merge_into(kept, "the same strike")
