"""Settings: base.py for all, dev.py, test.py and production.py for each place."""
