"""Documents broken at random, to be refused in words or read: `python -m tests.fuzz html --minutes 30`."""
