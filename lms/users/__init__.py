"""Sign-in, and nothing else: who a person is stands in courses.people."""
