"""What the API's document says of what explains itself nowhere else: fields by their name, enums, operations in a word.

English here, translated when the document is made (`portal.views.api`). `Schema.field` comes before `field` alone.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

SUMMARIES = {"people": _("List people"), "me": _("Show yourself"), "person": _("Show a person")}

TAGS = {"people": _("Colleagues, and what you may see of them.")}

WORDS = {
    "id": _("Names it in addresses; never changes."),
    "code": _("Names it in requests; never changes."),
    "name": _("What people call it, in your language."),
    "url": _("The address of its page in the portal."),
    "total": _("How many there are in all."),
    "page": _("Which page this is, from 1 on."),
    "pages": _("How many pages there are."),
    "people": _("The people of this page."),
    "person_id": _("The id of a person."),
    "family_name": _("The family name as it is written."),
    "given_name": _("The given name as it is written."),
    "family_kana": _("The reading of the family name in kana."),
    "given_kana": _("The reading of the given name in kana."),
    "family_romaji": _("The family name in Latin letters."),
    "given_romaji": _("The given name in Latin letters."),
    "email": _("The address for mail."),
    "region": _("The region of the world where they work."),
    "time_zone": _("The name of the time zone, such as Asia/Tokyo."),
    "PersonOut.place": _("The main place today; null where there is none."),
    "PersonWithFactsOut.place": _("The main place today; null where there is none."),
    "manager": _("Whom they report to; null where there is nobody."),
    "company": _("The company that they belong to."),
    "PlaceOut.department": _("The department that they belong to."),
    "position": _("The position that they hold."),
    "occupation": _("The occupation that they follow."),
    "about": _("What they say of themselves."),
    "joined_on": _("The day on which they joined."),
    "employee_number": _("The number by which HR knows them."),
    "grade": _("The grade that their role is in."),
    "hire_type": _("How they were hired."),
    "PersonWithFactsOut.language": _("The language in which the portal speaks to them."),
    "HireType": _("How somebody was hired."),
    "Language": _("A language of the portal."),
    "type": _("Always about:blank: the status says what kind of problem it is."),
    "Problem.title": _("The kind of problem in a few words."),
    "Problem.status": _("The HTTP status."),
    "detail": _("What went wrong, in a sentence."),
    "errors": _("Each parameter that is not valid; empty where none is."),
    "Problem.code": _("Why it is not possible, for programs; empty where the status says enough."),
    "field": _("The name of the parameter."),
    "message": _("What is wrong with it."),
}
