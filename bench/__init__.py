"""Benchmarks that anyone can run: each module here has `run()`, and `python -m bench` prints them all."""
