"""Curricula, materials and the way through them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "learning"
    verbose_name = _("Learning")

    def ready(self) -> None:
        """Hear when a material goes live; offer cards, notices and things with steps to the core."""
        from core.cards import register_card
        from core.department_parts import register_department_part
        from core.file_kinds import register_kind
        from core.kept.stamps import narrow
        from core.screens import register_screen
        from core.stepped import register
        from core.transitions import register_workflow
        from learning import publishing, training
        from learning.domain import (
            enrolment_clock,
            enrolment_flow,
            forgetting,
            mistake_notices,
            run_flow,
            stepped,
            stuck_notices,
            telling,
        )
        from learning.domain.queries import actions, cards, departments, pictures, screens
        from learning.domain.queries.course_screen import course_screen
        from learning.interfaces.course_forms import CoursePageForm, CurriculumPageForm
        from learning.interfaces.material_form import MaterialPageForm
        from learning.models import (
            Asked,
            CategoryPage,
            Completion,
            CoursePage,
            CurriculumPage,
            Enrolment,
            Helped,
            MaterialPage,
            ReadingPlace,
            Requirement,
            StepMark,
        )
        from search.actions import register_actions

        # Set here, since a model may not know a form.
        MaterialPage.base_form_class = MaterialPageForm
        CoursePage.base_form_class = CoursePageForm
        CurriculumPage.base_form_class = CurriculumPageForm
        register_screen(MaterialPage, screens.material_screen)
        register_screen(CategoryPage, screens.category_screen)
        register_screen(CurriculumPage, screens.curriculum_screen)
        register_screen(CoursePage, course_screen)
        # What many readers write all day: a page hangs on its reader's rows, and on those who stopped at its steps.
        for model in (StepMark, ReadingPlace, Asked, Helped, Enrolment, Completion, Requirement):
            narrow(model, "person")
        narrow(StepMark, "translation_key", when="first_stuck_at")
        register_workflow(run_flow.WORKFLOW)
        register_workflow(enrolment_flow.WORKFLOW)
        publishing.connect()
        mistake_notices.connect()
        forgetting.connect()
        stuck_notices.connect()
        telling.connect()
        enrolment_clock.connect()
        register_kind(pictures.KIND, pictures.find_picture)
        register_kind(pictures.UNSENT, pictures.find_unsent)
        register(stepped.KIND, stepped.find_material)
        register_actions("learning", actions.actions_of_learning, order=10)
        register_department_part("curricula", departments.curricula_part, order=10)
        training.connect()
        register_card("continue", cards.continue_card, order=10)
        register_card("courses", cards.courses_card, order=15)
        register_card("runs_led", cards.runs_led_card, order=18)
        register_card("readers", cards.readers_card, order=20)
        register_card("mistakes", cards.mistakes_card, order=30)
        register_card("imports", cards.imports_card, order=35)
        register_card("new", cards.new_card, order=40)
