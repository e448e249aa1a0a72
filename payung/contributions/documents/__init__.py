"""Papers of contributions: the sheet of a month's payment, with its three signatures."""
