"""Kelurahan officers on their phones: field checks, cards, parcels, reports of a death."""
