"""``python -m kazkg`` is ``kazkg``."""

from kazkg.cli import main

main()
