"""How long may something take here? The limit of a quiet machine, times how many wait for each of its processors."""

import os


def limit(seconds: float) -> float:
    """`seconds` on a quiet machine; side by side with other tests, or with other work, as much longer as it is busier."""
    return seconds * max(1.0, 1.5 * os.getloadavg()[0] / (os.cpu_count() or 1))
