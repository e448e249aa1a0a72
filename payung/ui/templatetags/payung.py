"""Tags and filters for every template: dates, money, numbers, masked NIK."""

from django import template

register = template.Library()
