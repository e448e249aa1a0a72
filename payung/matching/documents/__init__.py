"""The report on how well the program tells one person from two."""
