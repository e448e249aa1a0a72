"""A whole synthetic city, for anybody who wants to look before trusting."""
