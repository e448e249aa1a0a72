"""What the matching benchmarks share: lists with their truth, rivals, and how a run is measured."""
