"""The programme year as a machine of random steps, and a notebook that says what each step must have done."""
