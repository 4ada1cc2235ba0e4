"""The product's URL map: pages from web/, task screens from the flows, probes for machines."""

from django.urls import URLPattern, URLResolver, include, path

from config.health import PROBES
from workflows.flows import FLOWS

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("web.urls")),
    *(path(f"steps/{key}/", flow.instance.urls) for key, flow in FLOWS.items()),
    *(path(name, view, name=name) for name, view in PROBES.items()),
]
