"""Broken spreadsheets, made when a test asks for them. No file of this kind lies in the repository."""
