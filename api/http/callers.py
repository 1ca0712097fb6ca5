"""Callers: whoever asks shows a key, and may do what its role allows."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.access import Caller, Role
from api.http.faults import Fault
from api.http.problems import Problem

_bearer = HTTPBearer(auto_error=False, description="A key as `truceline keys add` shows it once: `tl_<id>_<secret>`.")

Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


def check_reader(request: Request, credentials: Credentials) -> None:
    """Reads are open to all unless the server says otherwise; a key that is shown has to be good in any case."""
    if credentials is not None or not request.app.state.truceline.settings.public_read:
        known_caller(request, credentials)


def known_caller(request: Request, credentials: Credentials) -> Caller:
    """Whoever shows a good key. Raises Problem 401."""
    if credentials is None:
        raise _who_are_you("needs a key: Authorization: Bearer tl_…")
    caller: Caller | None = request.app.state.truceline.keys.caller(credentials.credentials)
    if caller is None:
        raise _who_are_you("names no key that is good here")
    return caller


def check_role(caller: Caller, role: Role) -> None:
    """Raises Problem 403 for a caller of a lower role."""
    if not caller.role.may_act_as(role):
        detail = f"this needs the role {role} or higher; key {caller.id} has the role {caller.role}"
        faults = [Fault(field="Authorization", rule=f"has to be a key with the role {role} or higher")]
        raise Problem(403, "role-needed", "The key's role does not allow this", detail, faults=faults)


def _who_are_you(rule: str) -> Problem:
    return Problem(
        401,
        "key-needed",
        "This needs a key",
        f"the request {rule}",
        faults=[Fault(field="Authorization", rule=rule)],
        headers={"WWW-Authenticate": 'Bearer realm="truceline"'},
    )
