"""Addresses of search, under the language prefix."""

from django.urls import path
from django.views.generic import RedirectView

from search.views import page, palette, people, saved, similar

urlpatterns = [
    path("people/", people.people, name="people"),
    path("search/", page.search, name="search"),
    path("search/palette/", palette.palette, name="search_palette"),
    path("search/similar/", similar.similar, name="similar"),
    path("search/api/", RedirectView.as_view(pattern_name="api_docs"), name="search_api_docs"),
    path("search/saved/", saved.my_searches, name="my_searches"),
    path("search/saved/save/", saved.save_search, name="save_search"),
    path("search/saved/<uuid:public_id>/", saved.open_saved, name="open_saved_search"),
    path("search/saved/<uuid:public_id>/rename/", saved.rename, name="rename_search"),
    path("search/saved/<uuid:public_id>/remove/", saved.remove, name="remove_search"),
    path("search/saved/<uuid:public_id>/restore/", saved.restore, name="restore_search"),
    path("search/saved/<uuid:public_id>/feed/", saved.reset_feed, name="reset_feed"),
]
