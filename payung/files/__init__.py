"""Which files were sent or made, and what exactly was in them? Kept sealed, never overwritten."""
