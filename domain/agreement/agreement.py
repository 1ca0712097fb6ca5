"""The agreement: commands that decide what its stream records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from domain import errors
from domain.agreement import events as e
from domain.agreement.life import Force
from domain.agreement.state import AgreementState
from domain.agreement.values import (
    AgreementReport,
    Change,
    ChangeKind,
    Form,
    Header,
    Obligation,
    Provision,
    Zone,
    _Change,
    _Header,
    _Obligation,
    _Provision,
    _Zone,
)
from domain.model import Aggregate, Entry, Value, derived_id
from domain.registry import check_parties

if TYPE_CHECKING:
    from domain.agreement.values import ChangeReport, ObligationReport, ProvisionReport, ZoneReport
    from domain.moment import Moment
    from domain.registry import Registry

_FACTS: dict[ChangeKind, type[e.Changed]] = {
    ChangeKind.ENTERED_INTO_FORCE: e.EnteredIntoForce,
    ChangeKind.ACCEDED: e.PartyAcceded,
    ChangeKind.AMENDED: e.Amended,
    ChangeKind.SUSPENDED: e.Suspended,
    ChangeKind.RESUMED: e.Resumed,
    ChangeKind.SUPERSEDED: e.Superseded,
    ChangeKind.ENDED: e.Ended,
    ChangeKind.PROVISION_REPEALED: e.ProvisionRepealed,
}


def follows(since: Moment | None, before: Moment | None) -> bool:
    """Whether a text that holds since one moment follows that of another (None: from the beginning)."""
    return since is not None and (before is None or since.began_from > before.began_from)


def _parts(report: Value, body: type[Value]) -> dict[str, Any]:
    """The fields of a report that its stored form keeps word for word."""
    return {name: getattr(report, name) for name in body.model_fields}


class Agreement(Aggregate):
    """A ceasefire or de-escalation text, or a truce that was only announced."""

    KIND = "agreement"
    STATE = AgreementState
    state: AgreementState

    @staticmethod
    def stream(slug: str) -> UUID:
        """The stream of the agreement of this slug."""
        return derived_id("agreement", slug)

    @classmethod
    def make(cls, entry: Entry, report: AgreementReport, registry: Registry) -> Agreement:
        """Open an agreement's stream. Raises Unknown for an unregistered party, source or agreement."""
        check_parties(registry, report.parties, field="parties")
        check_parties(registry, report.guarantors, field="guarantors")
        if report.amends is not None:
            registry.agreement(report.amends, field="amends")
        header = Header(**_parts(report, _Header), **report.attestation(registry))
        opening = e.Signed if report.form is Form.SIGNED else e.Announced
        return cls.open(entry, opening, cls.stream(report.slug), known_at=report.known_at(entry), header=header)

    def adopt(self, report: ProvisionReport, registry: Registry) -> None:
        """Adopt a numbered article; another source may give it otherwise, and the same one anew since a later moment.

        Raises AlreadyAdopted.
        """
        check_parties(registry, report.binds, field="binds")
        given = [held for held in self.state.provisions.get(report.article, ()) if held.source == report.source]
        if any(not follows(report.since, held.since) for held in given):
            raise errors.AlreadyAdopted(
                f"{report.source} has given article {report.article} before: a new text holds since a later moment",
                field="article",
            )
        provision = Provision(**report.attestation(registry) | _parts(report, _Provision))
        self.record(e.ProvisionAdopted, provision=provision, known_at=report.known_at(self.entry))

    def draw(self, report: ZoneReport, registry: Registry) -> None:
        """Draw an area, or draw it anew."""
        zone = Zone(**_parts(report, _Zone), **report.attestation(registry))
        self.record(e.ZoneDrawn, zone=zone, known_at=report.known_at(self.entry))

    def change(self, report: ChangeReport, registry: Registry) -> UUID:
        """Record what became of it; another source may date it otherwise.

        Raises AgreementNotInForce, AgreementNotSuspended, ProvisionNotInForce.
        """
        self._check(report)
        check_parties(registry, (report.party,), field="party")
        if report.by is not None:
            registry.agreement(report.by, field="by")
        change = Change(id=self._next_id(), **_parts(report, _Change), **report.attestation(registry))
        self.record(_FACTS[report.change], change=change, known_at=report.known_at(self.entry))
        return change.id

    def assess_obligation(self, report: ObligationReport, registry: Registry) -> UUID:
        """Record how a source judges that a promise was kept."""
        self._check_article(report.article)
        check_parties(registry, (report.party,), field="party")
        obligation = Obligation(id=self._next_id(), **_parts(report, _Obligation), **report.attestation(registry))
        self.record(e.ObligationAssessed, obligation=obligation, known_at=report.known_at(self.entry))
        return obligation.id

    def _next_id(self) -> UUID:
        return derived_id(str(self.id), str(self.next_version))

    def _check(self, report: ChangeReport) -> None:
        at = report.at.began_by
        match report.change:
            case ChangeKind.AMENDED if self.state.force_at(at) is Force.NOT_IN_FORCE:
                raise errors.AgreementNotInForce(f"it is not in force on {report.at.start}", field="at")
            case ChangeKind.SUSPENDED | ChangeKind.SUPERSEDED | ChangeKind.ENDED if not self.state.entered_by(at):
                raise errors.AgreementNotInForce(f"it was not in force before {report.at.start}", field="at")
            case ChangeKind.RESUMED if not self.state.suspended_at(at, report.source):
                raise errors.AgreementNotSuspended(f"it is not suspended on {report.at.start}", field="at")
            case ChangeKind.PROVISION_REPEALED:
                self._check_article(report.article or "")
            case _:
                pass

    def _check_article(self, article: str) -> None:
        if article not in self.state.provisions:
            raise errors.ProvisionNotInForce(f"there is no article {article}", field="article")


for _opening in (e.Signed, e.Announced):
    _opening.OPENS = Agreement
