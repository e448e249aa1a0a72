"""What does the city offer this year: which months, which programmes, from which money, for how many people?"""
