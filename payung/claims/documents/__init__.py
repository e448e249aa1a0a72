"""Papers of claims: the letter to BPJS, the list of papers for the family."""
