"""Papers of reports: the month on one page."""
