"""A Stripe of our own for the tests: over HTTP, as strict about parameters as the library says."""
