"""The form of every page: what it newly embeds or links to must be the editor's to choose."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import BadRequest, ValidationError
from django.forms import BaseFormSet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks.base import BlockField
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from core.domain.queries.editing import in_own_part, may_choose_file
from core.domain.queries.pages import may_see_page
from core.models.pages import HOME_DEPTH, RESERVED
from core.reserved import is_reserved

Reference = tuple[int, str]
MAY_NOT = _("This page embeds or links to something that you may not choose.")


class PortalPageForm(WagtailAdminPageForm):
    """A chooser offers only what may be chosen; a forged number must not get further than that."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:
            self._refuse_what_no_page_sends()

    def _refuse_what_no_page_sends(self) -> None:
        """Rows and blocks whose numbers are none: Wagtail reads them without a check, wherever it first needs them."""
        try:
            _build_rows(self.formsets)
            for name, field in self.fields.items():
                if isinstance(field, BlockField):
                    self._widget_data_value(field.widget, self.add_prefix(name))
        except (KeyError, ValueError, ValidationError) as error:
            raise BadRequest("a form that this page did not make") from error

    def is_valid(self) -> bool:
        """The rows of a page (its items, prerequisites …) are held against the same rule as what it embeds."""
        is_right: bool = super().is_valid()
        rows = [row for formset in self.formsets.values() for row in formset.forms]
        wrong = [row for row in rows if not self._may_choose(row)]
        return is_right and not wrong

    def _may_choose(self, row: Any) -> bool:
        """What may not be chosen goes from the row too: shown again, it would be called by its title."""
        chosen = {name: page for name, page in getattr(row, "cleaned_data", {}).items() if isinstance(page, Page)}
        wrong = [name for name in row.changed_data if name in chosen and not self._may_refer(chosen[name])]
        for name in wrong:
            row.data = row.data.copy()
            row.data[row.add_prefix(name)] = ""
            row.add_error(name, MAY_NOT)
        return not wrong

    def _may_refer(self, page: Page) -> bool:
        return self.for_user is None or may_refer(self.for_user, ContentType.objects.get_for_model(Page).pk, page.pk)

    def clean(self) -> dict[str, Any]:
        """A new page has no place in the tree yet, so the model cannot ask whether its address is free."""
        cleaned: dict[str, Any] = super().clean()
        if self.parent_page and self.parent_page.depth == HOME_DEPTH and is_reserved(cleaned.get("slug") or ""):
            self.add_error("slug", RESERVED)
        return cleaned

    def _post_clean(self) -> None:
        before = references_of(self.instance)
        super()._post_clean()
        if self.for_user is None:
            return
        new = references_of(self.instance) - before
        if not all(may_refer(self.for_user, *reference) for reference in new):
            self.add_error(None, ValidationError(MAY_NOT, code="reference"))


def _build_rows(formsets: dict[str, BaseFormSet[Any]]) -> None:
    """Inline rows, and the rows within them: each looks up by its number which one it is."""
    for formset in formsets.values():
        for row in formset.forms:
            _build_rows(getattr(row, "formsets", {}))


def references_of(page: Page) -> set[Reference]:
    """What a page points at, in fields, stream blocks and rich text, as (content type, number)."""
    extracted = ReferenceIndex._extract_references_from_object(page)
    return {(content_type, str(number)) for content_type, number, _model_path, _content_path in extracted}


def may_refer(editor: Any, content_type: int, number: str | int) -> bool:
    """Images and documents by the choose permission; pages that the editor may read or edit; all else as it is."""
    model: Any = ContentType.objects.get_for_id(content_type).model_class()
    if model is None or not issubclass(model, Page | get_image_model() | get_document_model()):
        return True
    found = model.objects.filter(pk=number).first()
    if found is None:
        return False
    if isinstance(found, Page):
        return in_own_part(editor, found) or (found.live and may_see_page(editor, found))
    return may_choose_file(editor, found)
