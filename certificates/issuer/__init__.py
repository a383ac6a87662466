"""Who issues: the keys that sign, the list of what was revoked, what can be achieved."""
