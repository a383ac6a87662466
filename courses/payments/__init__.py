"""Money that is never lost: prices, orders, seats, and what Stripe says of them.

| Module | Knows |
|---|---|
| `currencies`, `folding` | plain Python: what an amount is; what the facts of an order come to |
| `models`, `office` | orders, seats and payments; what staff do and look through |
| `gateway` | how Stripe is asked: the only module that talks to it |
| `asking` | what Stripe knows of one order, as facts |
| `settling` | writes the facts, then gives or ends what they paid for |
| `events` | one event of Stripe, handled once |
| `reconciliation` | what Stripe knows and we do not |
| `buying`, `seats`, `granting` | services: an order; seats; refunds and places given away |
"""
