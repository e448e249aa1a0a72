"""Is this month paid, by whom, from which fund? Who is covered on a day?"""
