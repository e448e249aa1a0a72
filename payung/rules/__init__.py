"""The law and the formulas: parameters, benefits, cover, heirs, NIK, ranking. No Django, no clock, no database."""
