"""Administrators: who works here, in which role, for which agency or kelurahan?"""
