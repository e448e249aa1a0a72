"""Who is this, and is he here twice?"""
