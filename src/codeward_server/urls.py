"""The addresses of the server; each has its policy in `access/endpoints.py`."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path, reverse

from codeward_server import health
from codeward_server.encoder import views as encoder
from codeward_server.identity import views as identity


def home(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Where everybody lands."""
    return HttpResponseRedirect(reverse("encoder"))


urlpatterns = [
    path("", home, name="home"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("join/<str:token>/", identity.join_site, name="join"),
    path("grants/", identity.grants, name="grants"),
    path("people/", identity.people, name="people"),
    path("encoder/", encoder.encoder, name="encoder"),
    path("encoder/<str:system>/<str:code>/", encoder.code, name="encoder-code"),
    path("account/login/", identity.SignInView.as_view(), name="account_login"),
    path("account/", include("allauth.account.urls")),
    path("account/second-factor/", include("allauth.mfa.urls")),
]
