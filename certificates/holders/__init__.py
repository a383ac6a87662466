"""What holders get and may do: reminders, name corrections, who sees the name, links to share."""
