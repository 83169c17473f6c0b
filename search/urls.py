"""Addresses of search, under the language prefix."""

from django.urls import path

from search.views import page, palette

urlpatterns = [
    path("search/", page.search, name="search"),
    path("search/palette/", palette.palette, name="search_palette"),
]
