"""`python -m payung` is the same as `payung`."""

from payung.config.cli import main

main()
