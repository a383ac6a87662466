"""Fonts and the typst compiler, shared by everything that prints."""
