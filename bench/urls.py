"""The product's URL map, and the peer's stock pages under ``/stock/``."""

from django.urls import URLPattern, URLResolver, path
from viewflow.urls import Site
from viewflow.workflow.flow import FlowAppViewset

from bench.stock.flows import StockFlow
from config.urls import urlpatterns as product

site = Site(title="Stock", viewsets=[FlowAppViewset(StockFlow, icon="assignment")])

urlpatterns: list[URLPattern | URLResolver] = [*product, path("stock/", site.urls)]
