"""The Admiralty code: how reliable a source is (A to F), how credible one claim is (1 to 6)."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from pydantic import Field

from domain.word import Word

Credibility = Annotated[int, Field(strict=True, ge=1, le=6)]
"""Of one claim: 1 confirmed by others to 5 improbable, 6 cannot be judged."""


class Reliability(Word):
    """Of a source, by the Admiralty code: A completely reliable to E unreliable, F cannot be judged."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class Grade(NamedTuple):
    """Whose side a source is on, if any, and how reliable it is."""

    aligned_with: str | None
    reliability: Reliability
