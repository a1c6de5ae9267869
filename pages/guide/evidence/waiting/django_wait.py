import time

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(
    SECRET_KEY="only-for-this-measurement",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
)


def now(request):
    return HttpResponse("ok")


def wait(request, seconds):
    time.sleep(min(seconds, 30))
    return HttpResponse("ok")


urlpatterns = [path("now", now), path("wait/<int:seconds>", wait)]
app = get_wsgi_application()
