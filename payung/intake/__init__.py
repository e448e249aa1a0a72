"""What did the agency send us?"""
