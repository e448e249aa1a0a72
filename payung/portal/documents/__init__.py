"""Papers of the calculator: one sheet with an estimate."""
