"""The command line: each room offers its commands, `commands` puts them together."""

import gc


def main() -> None:
    """Entry point of `licensing-atlas`."""
    gc.disable()  # all that is loaded stays: to look for garbage in it took a fifth of the start
    from app.cli.commands import command  # here, so that it is loaded behind that line

    gc.enable()
    command()
