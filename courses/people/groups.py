"""Groups of staff that the code asks for by name; home/migrations makes them."""

FACILITATORS = "Facilitators"
