"""/stripe/, /pay/, /organisations/<uuid>/billing/"""

from django.urls import path

from . import billing_views, views, webhook

app_name = "payments"

BILLING = "organisations/<uuid:organisation>/billing/"

urlpatterns = [
    path("stripe/webhook/", webhook.receive, name="webhook"),
    # /pay/
    path("pay/", views.orders, name="orders"),
    path("pay/<uuid:offering>/", views.buy, name="buy"),
    path("pay/orders/<uuid:order>/", views.order, name="order"),
    path("pay/orders/<uuid:order>/cancelled/", views.cancelled, name="cancelled"),
    path("pay/orders/<uuid:order>/look-again/", views.look_again, name="look_again"),
    path("pay/orders/<uuid:order>/give-up/", views.give_up, name="give_up"),
    path("pay/orders/<uuid:order>/receipt/", views.receipt, name="receipt"),
    # /organisations/<uuid>/billing/
    path(BILLING, billing_views.billing, name="billing"),
    path(f"{BILLING}seats/buy/", billing_views.buy_seats, name="buy_seats"),
    path(f"{BILLING}orders/<uuid:order>/", billing_views.seats, name="seats"),
    path(f"{BILLING}orders/<uuid:order>/invoice/", billing_views.papers, name="papers"),
    path(f"{BILLING}orders/<uuid:order>/pay/", billing_views.pay, name="pay"),
    path(f"{BILLING}orders/<uuid:order>/give/", billing_views.give, name="give_seat"),
    path(f"{BILLING}seats/<uuid:seat>/take-back/", billing_views.take_back, name="take_back_seat"),
]
