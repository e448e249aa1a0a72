"""What is due when something happens: death, work accident, the children's schooling."""
