"""The page's script without what only its readers need. ``python tools/lean.py`` makes it."""
