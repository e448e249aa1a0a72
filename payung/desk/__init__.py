"""Operators: the queue of today, the search, the page of one worker."""
