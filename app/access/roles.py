"""Roles, each holding all that the one before may do."""

from enum import StrEnum


class Role(StrEnum):
    """What a person may do: read drafts; write them; approve; publish; look after people."""

    viewer = "viewer"
    editor = "editor"
    reviewer = "reviewer"
    publisher = "publisher"
    admin = "admin"

    def covers(self, needed: "Role") -> bool:
        """Does this role hold all that `needed` may do?"""
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(needed)
