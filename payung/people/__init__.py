"""Who are the workers of this city, with their families, addresses and occupations?"""
