"""What is running in the background, how far is it, and what if the machine stops in the middle?"""
