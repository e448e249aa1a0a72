"""Something happened: what is due, which papers are missing, and has the family been paid?"""
