"""Names of parties as tests need them: everybody is known, or only those who are named."""

from dataclasses import dataclass, field

from api.exchange.draft import Draft, Finding, Format, Row, RowRefused


@dataclass
class Known:
    """Knows a few parties by name, and refuses all others."""

    slugs: dict[str, str] = field(default_factory=dict)

    def party(self, name: str, row: Row, column: str) -> str:
        if name not in self.slugs:
            raise RowRefused(Finding(row.number, column, name, "is no name of a party"))
        return self.slugs[name]


class Everybody:
    """Knows every party that is named: its slug is its name's words."""

    def party(self, name: str, row: Row, column: str) -> str:  # noqa: ARG002 - the protocol's signature
        return "-".join("".join(letter if letter.isalnum() else " " for letter in name.lower()).split())[:80].strip("-")


def read(form: Format, cells: dict[str, str], number: int = 2) -> Draft:
    """The one draft of a row."""
    (draft,) = form.read(Row(number, cells), Everybody())
    return draft


def refusal(form: Format, cells: dict[str, str]) -> list[tuple[str, str, str]]:
    """The columns, values and rules for which a row is refused; nothing where it is taken in."""
    try:
        form.read(Row(2, cells), Everybody())
    except RowRefused as refused:
        return [(one.column, one.value, one.rule) for one in refused.findings]
    return []


def doubts(draft: Draft) -> list[tuple[str, str, str]]:
    """The columns, values and rules that are odd about a draft."""
    return [(one.column, one.value, one.rule) for one in draft.doubts]
