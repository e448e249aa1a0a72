"""What stands beside Payung in the benchmarks."""
