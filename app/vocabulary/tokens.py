"""How text is folded before it is compared."""

import unicodedata


def fold(text: str) -> str:
    """Text as it is compared: compatibility forms united, case removed, white space single."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
