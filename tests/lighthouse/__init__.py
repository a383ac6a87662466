"""What Lighthouse says: `make lighthouse`, or `python -m tests.lighthouse --help`."""
