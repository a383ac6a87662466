"""Money that is never lost: prices, orders, seats, and what Stripe says of them."""
