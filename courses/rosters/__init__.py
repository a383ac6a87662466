"""They enrol people: uploads, invitations, claim cards, shared devices."""
