"""What table stands in this file?"""
