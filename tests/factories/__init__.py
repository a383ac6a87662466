"""Small real courses and people for the tests, made by the same services as in real life."""
