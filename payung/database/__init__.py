"""What must the database know so that it answers quickly, also in its first minute? Long lists and bulk loads."""
