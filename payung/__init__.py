"""Payung: a city protects its vulnerable workers, from the agencies' lists to the family's benefit."""
