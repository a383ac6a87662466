"""For authors: their home, what readers tell them, previews, and the release with its guards."""
