"""Where each address is answered."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from comments.admin.people import people
from comments.urls import feed_patterns
from wikisite import accounts, health

admin.site.site_header = admin.site.site_title = "Wikisite administration"
admin.site.index_title = "Moderation and administration"

handler500 = "wikisite.outages.server_error"
urlpatterns = [
    path("admin/login/", accounts.admin_sign_in),
    path("admin/people/", admin.site.admin_view(people), name="people"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("comments/", include("comments.urls")),
    path("feeds/comments/", include(feed_patterns)),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("", include("pages.urls")),
]

if settings.METRICS_TOKEN:
    from wikisite.metrics import metrics  # its library is installed where it is used

    urlpatterns.insert(0, path("metrics", metrics, name="metrics"))
