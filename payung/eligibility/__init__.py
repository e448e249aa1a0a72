"""May this person be covered, and if not, why?"""
