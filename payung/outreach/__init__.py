"""Who must hear what, and when? Words for families, prepared for a person to send or to say at the door."""
