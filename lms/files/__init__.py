"""Uploaded pictures and documents."""
