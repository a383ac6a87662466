"""Persons: the people courses are about, with or without an account."""
