"""Who gets the places of this round?"""
