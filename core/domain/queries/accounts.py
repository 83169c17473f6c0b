"""Questions of those who look after accounts."""

from __future__ import annotations

import unicodedata

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from core.domain.queries.listed_people import NAMES
from core.domain.queries.spelt import MOST_WORDS, holding
from core.models.account_link import AccountLink
from core.models.person import Person
from core.rules import Viewer, manages_accounts


def accounts_list(*, viewer: Viewer, search: str = "") -> QuerySet[Person]:
    """Every account, also of those who left, newest employee number last; nothing for whoever may not look."""
    if not manages_accounts(viewer):
        return Person.objects.get_queryset().none()
    people = Person.objects.get_queryset().select_related("region").prefetch_related("role_grants__department")
    for word in search.split()[:MOST_WORDS]:
        number = unicodedata.normalize("NFKC", word)
        people = people.filter(Q(employee_number__istartswith=number) | holding(word, (*NAMES, "email")))
    return people.annotate(invited_at=Max("account_links__created_at")).order_by("employee_number")


def open_invitation(person: Person) -> AccountLink | None:
    """The link the person was mailed and has not used, if it still works."""
    return person.account_links.filter(
        used_at__isnull=True, void_at__isnull=True, expires_at__gt=timezone.now()
    ).first()


def uninvited() -> QuerySet[Person]:
    """Those employed, or to join, who have no password and were never sent a link that sets one."""
    from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

    today = timezone.localdate()
    without = Person.objects.get_queryset().filter(password__startswith=UNUSABLE_PASSWORD_PREFIX, is_active=True)
    staying = without.filter(Q(left_on__isnull=True) | Q(left_on__gt=today))
    return staying.filter(account_links__isnull=True)
