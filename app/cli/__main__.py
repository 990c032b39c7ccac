"""`python -m app.cli` is `licensing-atlas`."""

from app.cli import main

main()
