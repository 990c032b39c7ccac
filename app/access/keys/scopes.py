"""What a key may do."""

from enum import StrEnum

READ = "read"
"""What every key may do, and nobody has to be told."""


class Scope(StrEnum):
    """An action that a key needs leave for. A key has those that it was issued with, and no others."""

    export = "export"
    webhooks = "webhooks"
    watches = "watches"
    consult = "consult"


class PartnerClass(StrEnum):
    """How much the keys of a partner may ask; the figures are settings."""

    partner = "partner"
    internal = "internal"
