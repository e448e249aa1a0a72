"""How does a paper or a spreadsheet leave the house?"""
