"""The product's URL map: pages from web/, task screens from the flows."""

from django.urls import URLPattern, URLResolver, include, path

from workflows.flows import FLOWS

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("web.urls")),
    *(path(f"steps/{key}/", flow.instance.urls) for key, flow in FLOWS.items()),
]
