"""Compliance as the API and the command line answer it: with the address behind each number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.http.caching import addressed
from projections.compliance import compliance
from projections.looking import lens_query

if TYPE_CHECKING:
    from domain.lens import Lens
    from projections.reader import Reader

DESCRIPTION = """\
How an agreement was kept, as of any date: each provision with a word, by whom it was not kept and since when, and the
incidents and judgements behind the word. Judged by policy `compliance-1` when it is read.

- **`status`** of a provision: `kept`, `partly`, `broken`, `disputed`, or `not_assessed` where the record holds no
  evidence; that no breach is on record is never taken for kept. `words` counts the provisions of each. `since` is the
  first breach behind the word, or the judgement from which it has stood; `reason` says it in a sentence.
- **`violations`**: the incidents that breach it, of the whole agreement or of one provision. `by_status` counts each
  once, by the surest of its breaches: `confirmed` by an analyst, `found` by the policy, `alleged`, `uncertain`.
  `by_party` counts those of a party: `attributed`, `contested`, or `uncertain` for a doubt other than who did it;
  what nobody is named for is in no party's number. Each `href` lists exactly the incidents counted; a party's takes
  `violation=attributed` (`contested`, `uncertain`) for one of its numbers.
- **`judgements`** of a promise by its sources, each with party, quantity and unit, and `history`, the word to which
  they came at each turn.
- **`overdue`**: past its deadline, and not held met by all who judged it, at `judged_at`: the lesser of `as_of` and
  the recording of the position.
- **`phases`**: from when on it was in force, was not, or may have been, on every source's word.
"""


def compliance_page(store: Reader, lens: Lens, slug: str) -> dict[str, Any] | None:
    """What `projections.compliance` answers, with addresses under the same lens; None where it shows no agreement."""
    found: dict[str, Any] | None = addressed(compliance(store, lens, slug), lens_query(lens))
    return found
