"""The app that all others stand on."""

import datetime as dt

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from wagtail.signals import copy_for_translation_done


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("People and organisation")

    def ready(self) -> None:
        """Every installation has a home in each language as soon as its tables exist; register tasks; listen."""
        from core import signals
        from core import tasks as _tasks  # noqa: F401 - imported for its registrations
        from core.cards import home_screen, register_card
        from core.domain import forgetting, mail, mail_faults, notice_mail, roles
        from core.domain.keeping import forget_what_is_past
        from core.domain.people_filing import give_up_old
        from core.domain.queries import files as _files  # noqa: F401 - registers who may read which file
        from core.domain.queries.calendar_card import calendar_card
        from core.domain.queries.comings import comings_card
        from core.domain.site import ensure_site
        from core.domain.translations import remember_source
        from core.editing import review as _review  # noqa: F401 - translates the names that we gave the review
        from core.interfaces.references import PortalPageForm
        from core.interfaces.tables.filing import fail_lost
        from core.kept import triggers
        from core.kept.stamps import narrow
        from core.models.calendar import CalendarInvitation
        from core.models.notice import Notice
        from core.models.pages import HomePage, PortalPage
        from core.screens import register_screen
        from core.ticks import register_tick

        post_migrate.connect(triggers.install, sender=self, dispatch_uid="core.stamp_triggers")
        post_migrate.connect(ensure_site, sender=self, dispatch_uid="core.ensure_site")
        signals.connect()
        narrow(CalendarInvitation, "person")
        register_screen(HomePage, home_screen)
        register_card("calendar", calendar_card, order=15)
        register_card("comings", comings_card, order=25)
        narrow(Notice, "person")
        forgetting.register()
        notice_mail.connect()
        mail_faults.connect()
        register_tick("core.unsent_mail", mail.look_for_unsent, every=dt.timedelta(days=1))
        register_tick("core.keeping", forget_what_is_past, every=dt.timedelta(days=1))
        register_tick("core.people_files", give_up_old, every=dt.timedelta(hours=6))
        register_tick("core.lost_people_files", fail_lost, every=dt.timedelta(minutes=5))
        register_tick("core.notices", notice_mail.hand_over_due, every=dt.timedelta(minutes=1))
        # Someone joins or leaves on a day that was said long before: nothing else happens then.
        register_tick("core.groups", roles.sync_groups, every=dt.timedelta(minutes=10))
        copy_for_translation_done.connect(remember_source, dispatch_uid="core.remember_source")
        # Set here, since a model may not know a form. A page type with a form of its own derives it from this one.
        PortalPage.base_form_class = PortalPageForm
