"""The nouns of the core, one file each."""

from core.models.account_link import AccountLink
from core.models.api_token import ApiToken
from core.models.assignment import Assignment
from core.models.audience import Audience, CollectionAccess, PageAudience
from core.models.audit import AuditEntry
from core.models.calendar import CalendarEvent, CalendarFeed, CalendarInvitation
from core.models.departure import Departure
from core.models.mail import Mail
from core.models.media import PortalDocument, PortalImage, PortalRendition
from core.models.notice import Notice, NoticeChoice, NoticeHours
from core.models.organisation import Company, Department, Grade, Occupation, Position, Region
from core.models.outbox import OutboxRow
from core.models.outside_account import OutsideAccount
from core.models.pages import ArticlePage, DepartmentSectionPage, HomePage, PortalPage
from core.models.people_file import PeopleFile
from core.models.person import Person
from core.models.role import RoleGrant
from core.models.seats import Seats
from core.models.stamp import Stamp
from core.models.tags import PageTag

__all__ = [
    "AccountLink",
    "ApiToken",
    "ArticlePage",
    "Assignment",
    "Audience",
    "AuditEntry",
    "CalendarEvent",
    "CalendarFeed",
    "CalendarInvitation",
    "CollectionAccess",
    "Company",
    "Department",
    "DepartmentSectionPage",
    "Departure",
    "Grade",
    "HomePage",
    "Mail",
    "Notice",
    "NoticeChoice",
    "NoticeHours",
    "Occupation",
    "OutboxRow",
    "OutsideAccount",
    "PageAudience",
    "PageTag",
    "PeopleFile",
    "Person",
    "PortalDocument",
    "PortalImage",
    "PortalPage",
    "PortalRendition",
    "Position",
    "Region",
    "RoleGrant",
    "Seats",
    "Stamp",
]
