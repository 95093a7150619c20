"""Speed and memory, measured. `python -m benchmarks` runs the whole commands; other modules compare engines on the same input."""
