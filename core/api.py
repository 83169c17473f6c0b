"""What other apps may call. The core is what all stand on, so this is a broad door; it is the only one."""

from core.blocks import BODY_BLOCKS
from core.cards import Card, cards_for, register_card
from core.domain.assignments import assign
from core.domain.audit import record
from core.domain.calendar import cancel_event, invite, put_event, uninvite
from core.domain.leaving import PersonLeft, PersonStays, leave, stay
from core.domain.names import complete_names
from core.domain.notices import notify, recall, take_back
from core.domain.people import add_people, add_person, set_manager
from core.domain.queries.audience import (
    Reach,
    audience_ids_of,
    includes,
    members,
    people_within,
    places_within,
    reach_of,
)
from core.domain.queries.calendar import clashing, clashing_of, events_of
from core.domain.queries.pages import may_see_page, visible_pages
from core.domain.queries.people import main_place_on, people_of, places_on
from core.domain.queries.tags import published_tags, tags_shown
from core.domain.roles import grant_role
from core.domain.site import ensure_site
from core.domain.translations import link_translation
from core.enums import AssignmentKind, AudienceUse, Delivery, HireType, Language, Role, Theme
from core.events import Event, emit, receive
from core.models import (
    ArticlePage,
    Assignment,
    Audience,
    AuditEntry,
    CalendarEvent,
    CollectionAccess,
    Company,
    Department,
    DepartmentSectionPage,
    Grade,
    HomePage,
    Occupation,
    PageAudience,
    PageTag,
    Person,
    PortalDocument,
    PortalImage,
    PortalPage,
    Position,
    Region,
    RoleGrant,
    Seats,
)
from core.models.tags import tags_field
from core.notices import NoticeKind, in_languages, register_notice_kind
from core.panels import TranslationPanel
from core.privacy import Privacy
from core.reserved import is_reserved
from core.transitions import (
    ForbiddenError,
    NotNowError,
    Offer,
    OvertakenError,
    RefusedError,
    StatusChanged,
    Transition,
    Workflow,
    available_transitions,
    by_the_portal,
    change_status,
    offered_transitions,
    register_workflow,
)

__all__ = [
    "BODY_BLOCKS",
    "ArticlePage",
    "Assignment",
    "AssignmentKind",
    "Audience",
    "AudienceUse",
    "AuditEntry",
    "CalendarEvent",
    "Card",
    "CollectionAccess",
    "Company",
    "Delivery",
    "Department",
    "DepartmentSectionPage",
    "Event",
    "ForbiddenError",
    "Grade",
    "HireType",
    "HomePage",
    "Language",
    "NotNowError",
    "NoticeKind",
    "Occupation",
    "Offer",
    "OvertakenError",
    "PageAudience",
    "PageTag",
    "Person",
    "PersonLeft",
    "PersonStays",
    "PortalDocument",
    "PortalImage",
    "PortalPage",
    "Position",
    "Privacy",
    "Reach",
    "RefusedError",
    "Region",
    "Role",
    "RoleGrant",
    "Seats",
    "StatusChanged",
    "Theme",
    "Transition",
    "TranslationPanel",
    "Workflow",
    "add_people",
    "add_person",
    "assign",
    "audience_ids_of",
    "available_transitions",
    "by_the_portal",
    "cancel_event",
    "cards_for",
    "change_status",
    "clashing",
    "clashing_of",
    "complete_names",
    "emit",
    "ensure_site",
    "events_of",
    "grant_role",
    "in_languages",
    "includes",
    "invite",
    "is_reserved",
    "leave",
    "link_translation",
    "main_place_on",
    "may_see_page",
    "members",
    "notify",
    "offered_transitions",
    "people_of",
    "people_within",
    "places_on",
    "places_within",
    "published_tags",
    "put_event",
    "reach_of",
    "recall",
    "receive",
    "record",
    "register_card",
    "register_notice_kind",
    "register_workflow",
    "set_manager",
    "stay",
    "tags_field",
    "tags_shown",
    "take_back",
    "uninvite",
    "visible_pages",
]
