"""Papers of enrolment: the cards and the lists on which their hand-over is signed."""
