"""Every address of the portal."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from core.views.calendar import calendar_feed
from core.views.files import file
from core.views.openid_connect import sign_in_back
from core.views.styles import styles
from portal.views.api import api, unknown
from portal.views.api_docs import api_docs
from portal.views.home import root
from portal.views.style_guide import style_guide
from search.views.feeds import search_feed

urlpatterns = [
    path("", root, name="root"),
    path("styles/<slug:wanted>.css", styles, name="styles"),
    path("admin/", include(wagtailadmin_urls)),
    path("files/<slug:kind>/<int:number>/<str:name>", file, name="file"),
    path("api/v1/", api.urls),
    re_path(r"^api/", unknown, name="api_unknown"),
    # Registered at identity providers: one address, without a language.
    path("sign-in/with/<slug:provider>/back/", sign_in_back, name="sign_in_back"),
    path("calendar/<str:token>.ics", calendar_feed, name="calendar_feed"),
    path("feeds/search/<str:token>/", search_feed, name="search_feed"),
    *i18n_patterns(
        path("", include("core.urls")),
        path("", include("learning.urls")),
        path("", include("search.urls")),
        path("api/", api_docs, name="api_docs"),
        path("style-guide/", style_guide, name="style_guide"),
        path("", include(wagtail_urls)),
    ),
]
