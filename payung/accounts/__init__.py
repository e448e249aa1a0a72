"""Who uses Payung, in which role, and for which agency or kelurahan?"""
