"""A full-size year in the tables: 11,023 workers, twelve paid months, people who leave, die, are paid too much."""
