"""A client for notebooks and programs: thin over HTTP, and safe to try again."""

from api.client.asking import Truceline
from api.client.calling import Answer, Refusal, Unreachable

__all__ = ["Answer", "Refusal", "Truceline", "Unreachable"]
