"""The table of access, which tests/test_access.py runs: who gets which answer where."""
