"""Papers of selection: the mayor's decree, its annex by name and address."""
