"""Which records are one person? Files in, pairs with probability and reasons out. No Django, no database."""
