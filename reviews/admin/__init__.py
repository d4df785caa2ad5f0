"""The lists of this app in the back office, by noun. `restricted` says what none of them shows."""

from reviews.admin import action, audit, evidence, restricted, review
from reviews.admin import asking as asking

__all__ = ["action", "asking", "audit", "evidence", "restricted", "review"]
