"""Hypothesis counts examples here, not milliseconds: the first example of a law builds its tables."""

from hypothesis import settings

settings.register_profile("rules", deadline=None)
settings.load_profile("rules")
