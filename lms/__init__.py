"""The project: settings, addresses, users, files and printing. Knows none of the other apps."""
