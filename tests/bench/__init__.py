"""What the running site costs: `make bench`, or `python -m tests.bench --help`."""
