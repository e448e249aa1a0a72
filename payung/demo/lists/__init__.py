"""Three agencies' lists as they come in life, the registers, and the truth beside them. Nobody in them is real."""

from payung.demo.lists.city import ROWS, Truth, write_city

__all__ = ["ROWS", "Truth", "write_city"]
