"""Why a sign-in at the provider comes to nothing."""


class ProviderFault(Exception):
    """The provider cannot be reached, or answers what it should not; the text says what, without secrets."""


class SignInRefused(Exception):
    """This sign-in is not taken: its state, code or token does not hold; the text says why, without secrets."""
