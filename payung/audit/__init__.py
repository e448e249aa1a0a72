"""Who did what, when and why? Lines that are only ever added, chained so that nobody can edit the past."""
