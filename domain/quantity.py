"""Numbers as sources give them: exact, bounded, rough or unknown, with their wording."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import Field, StrictInt, model_serializer, model_validator

from domain.model import Text, Value

Count = Annotated[StrictInt, Field(ge=0, le=1_000_000_000)]

SEVERAL = 2
"""The least that "several" can mean."""

_FORMS = ("exact", "at_least", "at_most", "more_than", "about", "between", "several", "unknown")


class Bounds(NamedTuple):
    """What a number says: at least `low`, at most `high` (None: no bound), `best` where a point is stated."""

    low: int | None
    high: int | None
    best: int | None


class Quantity(Value):
    """Exactly one form of number, with its wording. `about 2000` counts as 2000, `several` as 2 or more."""

    exact: Count | None = None
    at_least: Count | None = None
    at_most: Count | None = None
    more_than: Count | None = None
    about: Count | None = None
    between: tuple[Count, Count] | None = None
    several: Literal[True] | None = None
    unknown: Literal[True] | None = None
    wording: Text | None = None
    best: Count | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        given = [form for form in _FORMS if getattr(self, form) is not None]
        if len(given) != 1:
            message = f"a quantity has exactly one of {', '.join(_FORMS)}; got {', '.join(given) or 'none'}"
            raise ValueError(message)
        if self.between is not None and self.between[0] > self.between[1]:
            message = (
                f"between: {list(self.between)} has its numbers the wrong way round, the first number is the lesser"
            )
            raise ValueError(message)
        return self

    @model_serializer(mode="plain")
    def _only_its_form(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if value is not None}

    @property
    def bounds(self) -> Bounds:
        """The interval that this form stands for; a bound that it leaves open is None."""
        best = self.best
        if self.exact is not None:
            return Bounds(self.exact, self.exact, self.exact if best is None else best)
        if self.at_least is not None:
            return Bounds(self.at_least, None, best)
        if self.about is not None:
            return Bounds(self.about, self.about, self.about if best is None else best)
        if self.between is not None:
            return Bounds(self.between[0], self.between[1], best)
        if self.unknown:
            return Bounds(None, None, best)
        return Bounds(self._least(), self.at_most, best)

    def _least(self) -> int:
        if self.at_most is not None:
            return 0
        return SEVERAL if self.more_than is None else self.more_than + 1
