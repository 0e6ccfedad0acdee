"""Addresses below /demo/ that belong to the shop."""

from django.urls import path

from widget.demo import views

urlpatterns = [
    path("", views.shelf, name="shop"),
    path("ash-dinner-set/", views.dinner_set, name="shop_dinner_set"),
    path("ash-dinner-set/care/", views.dinner_set, {"tab": "care"}, name="shop_dinner_set_care"),
    path("delivery/", views.delivery, name="shop_delivery"),
]
