"""Refusals: what the ledger will not record, named by what stands in the way."""

from __future__ import annotations

from typing import ClassVar


class Refused(Exception):
    """A rule stands in the way. `field` names the part of the input at fault, where there is one."""

    title: ClassVar[str] = "The ledger refuses this"

    def __init__(self, detail: str, *, field: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field


class Unknown(Refused):
    """The input names something that is not registered. `kind` says what that would have been, where it is a thing."""

    title = "The input names something unknown"

    def __init__(self, detail: str, *, field: str | None = None, kind: str | None = None) -> None:
        super().__init__(detail, field=field)
        self.kind = kind


class Missing(Refused):
    """The thing addressed is not in the ledger."""

    title = "There is no such thing in the ledger"


class Unacceptable(Refused):
    """The input contradicts itself or a rule that needs no record to be seen."""

    title = "The input is not acceptable"


class Stale(Refused):
    """The thing has changed since the version that the writer saw."""

    title = "The thing has changed since you read it"


class AlreadyRegistered(Refused):
    """The slug is taken, or the very same is there."""

    title = "It is there already"


class DifferentContent(Refused):
    """The same key or external id came before with other content."""

    title = "The same key came before with other content"


class AlreadyRetracted(Refused):
    """A retracted incident takes no further judgement until it is reinstated."""

    title = "The incident is retracted"


class NotRetracted(Refused):
    """Only what is retracted can be reinstated."""

    title = "The incident is not retracted"


class AlreadyMerged(Refused):
    """A merged incident is spoken for by the one it was merged into."""

    title = "The incident was merged into another"


class NotMerged(Refused):
    """Only a merge can be undone."""

    title = "The incident is not merged"


class MergedIntoItself(Refused):
    """An incident cannot be merged into itself, nor into one that was merged into it."""

    title = "An incident cannot be merged into itself"


class CameByMerge(Refused):
    """A claim that came by a merge goes back by undoing it: split off, it would count in two incidents after that."""

    title = "The claim came from another incident by a merge"


class AnswersTheFuture(Refused):
    """An act cannot answer what certainly happened later."""

    title = "An answer cannot come before what it answers"


class AnswersItself(Refused):
    """An act cannot answer itself."""

    title = "An incident cannot answer itself"


class OtherSource(Refused):
    """Only the source of a claim can supersede it."""

    title = "Only the same source can supersede its claim"


class SupersedesTheFuture(Refused):
    """A claim cannot supersede one that was published after it."""

    title = "A claim cannot supersede a later one"


class AlreadySuperseded(Refused):
    """The claim has been superseded before."""

    title = "The claim is already superseded"


class AlreadyWithdrawn(Refused):
    """The claim, statement, watch, denial of access or fit has been withdrawn before."""

    title = "It is already withdrawn"


class NoAssessmentToLift(Refused):
    """There is no analyst's override to lift."""

    title = "There is no override to lift"


class NothingLeftToSplit(Refused):
    """A split moves some of the claims, not all of them and not none."""

    title = "A split leaves at least one claim on each side"


class NothingToCorrect(Refused):
    """A correction has to say what is wrong."""

    title = "The correction changes nothing"


class AgreementNotInForce(Refused):
    """What is not in force cannot be amended, suspended or ended."""

    title = "The agreement is not in force"


class AgreementNotSuspended(Refused):
    """Only a suspended agreement can be resumed."""

    title = "The agreement is not suspended"


class ProvisionNotInForce(Refused):
    """Only an adopted provision can be repealed or assessed."""

    title = "The agreement has no such provision"


class AlreadyAdopted(Refused):
    """The article stands already with this text."""

    title = "The provision is already adopted"


class AffiliationUnknown(Refused):
    """There is no such affiliation to end."""

    title = "There is no such affiliation"


class TooFewActs(Refused):
    """Nothing can be learnt of answers where no act could answer another."""

    title = "Too few acts take part in a fit"
