"""Benchmarks: `make bench`. Figures are ratios in one run where they are compared, since machines are noisy."""
