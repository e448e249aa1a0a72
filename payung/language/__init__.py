"""How Indonesian officials write dates, money, numbers and telephone numbers. Plain Python."""
