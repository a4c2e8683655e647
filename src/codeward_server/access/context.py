"""What every page knows of the person: which places of the site to offer."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from codeward.safeguards.access import POLICY, Permission
from codeward_server.identity.models import Person
from codeward_server.identity.queries import actor_of, passed_second_factor


def what_the_person_may(request: HttpRequest) -> dict[str, object]:
    """The permissions of the roles in force, for the menu; each page asks the policy again."""
    person = getattr(request, "user", None)
    known: dict[str, object] = {"demo": settings.SITE.demo, "may": frozenset()}
    if isinstance(person, Person) and passed_second_factor(person, request):
        now = timezone.now()
        roles = {grant.role for grant in actor_of(person, request).grants if grant.in_force(now)}
        known["may"] = frozenset(one.name for one in Permission if roles & POLICY[one].keys())
    return known
