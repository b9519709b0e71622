"""Lets ``python -m mikurabe`` do what ``mikurabe`` does."""

from mikurabe.cli import main

main()
