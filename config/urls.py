"""The product's URL map: pages from web/, task screens from the flows."""

from django.urls import URLPattern, URLResolver, include, path

from workflows.flows import CaseFlow

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("web.urls")),
    path("steps/case/", CaseFlow.instance.urls),
]
