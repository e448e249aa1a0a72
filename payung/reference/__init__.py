"""Which areas, agencies, sectors and holidays does this city have?"""
