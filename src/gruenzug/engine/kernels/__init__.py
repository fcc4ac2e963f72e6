"""Kernels: arrays in, arrays out; no files, no coordinate systems, no tables."""
