"""Where materials come from and how they came in."""

from __future__ import annotations

import uuid
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.enums import ProposalReason, ProposalStatus, RunStatus, SourceKind


class MaterialSource(models.Model):
    """A folder or a git repository that a curriculum is imported from."""

    kind = models.CharField(_("kind"), max_length=6, choices=SourceKind)
    address = models.CharField(_("address"), max_length=500)
    branch = models.CharField(_("branch"), max_length=200, blank=True)
    subfolder = models.CharField(_("sub-folder"), max_length=300, blank=True)
    curriculum = models.ForeignKey("learning.CurriculumPage", on_delete=models.CASCADE, related_name="sources")
    collection = models.ForeignKey("wagtailcore.Collection", on_delete=models.PROTECT, related_name="+")
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    credit = models.CharField(_("author names"), max_length=500, blank=True)
    base_path = models.CharField(_("base of site-absolute links"), max_length=100, blank=True)
    last_revision = models.CharField(_("last commit or tree hash"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("source of materials")
        verbose_name_plural = _("sources of materials")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "address", "branch", "subfolder", "curriculum"], name="a_source_feeds_a_curriculum_once"
            )
        ]

    def __str__(self) -> str:
        return self.address


class MaterialOrigin(models.Model):
    """The origin of one page: where it lies in its source, and its bytes, untouched.

    `path` counts from the root of the repository, `place` from the folder that holds one language's pages: pages of
    one place in two languages are translations of each other. `findings` is what a check of these bytes found, true
    as long as `findings_key` (of the bytes, the names of all files and the engine) is.
    """

    page = models.OneToOneField("wagtailcore.Page", on_delete=models.CASCADE, related_name="material_origin")
    source = models.ForeignKey(MaterialSource, on_delete=models.CASCADE, related_name="origins")
    path = models.CharField(max_length=500)
    place = models.CharField(max_length=500, default="")
    revision = models.CharField(_("commit or tree hash"), max_length=64)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    imported_text_sha256 = models.CharField(
        max_length=64, help_text="of the page's text and fields as the import wrote them"
    )
    gone_since = models.DateTimeField(null=True, blank=True)
    findings = models.JSONField(default=dict)
    findings_key = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("origin")
        constraints = [models.UniqueConstraint(fields=["source", "path"], name="one_page_a_source_and_path")]


class ImportedAsset(models.Model):
    """A file of a source that became an image or a document; the same bytes are stored once a collection.

    `problem` is the kind of what was wrong with it; one that was refused has neither image nor document.
    """

    source = models.ForeignKey(MaterialSource, on_delete=models.CASCADE, related_name="assets")
    path = models.CharField(max_length=500)
    sha256 = models.CharField(max_length=64)
    image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    problem = models.CharField(max_length=30, blank=True)
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "path"], name="one_asset_a_source_and_path")]


class ImportRun(models.Model):
    """One import: what was asked for, a lease, progress and, at the end, its report.

    `source` is unknown until the first import has read the source; `source_key` stands for the same address, branch
    and sub-folder from the start, so that two imports of one source never run at once. `holder` names the process
    that holds the lease: on the same machine a killed one is known at once, elsewhere when its lease runs out.
    An import goes on where a killed one stopped, because pages that are already as in the source are left alone.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.ForeignKey(MaterialSource, null=True, on_delete=models.CASCADE, related_name="runs")
    kind = models.CharField(max_length=6, choices=SourceKind, default=SourceKind.FOLDER)
    address = models.CharField(_("address"), max_length=500, default="")
    branch = models.CharField(_("branch"), max_length=200, blank=True)
    subfolder = models.CharField(_("sub-folder"), max_length=300, blank=True)
    into = models.ForeignKey("wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+")
    language = models.CharField(_("language"), max_length=5, blank=True)
    base_path = models.CharField(max_length=100, blank=True)
    source_key = models.CharField(max_length=64, default="")
    holder = models.CharField(max_length=200, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    status = models.CharField(max_length=8, choices=RunStatus, default=RunStatus.QUEUED)
    dry_run = models.BooleanField(default=False)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)
    error = models.JSONField(default=dict, blank=True, help_text="language → why it failed, or a word of our own")
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_key"], condition=models.Q(status="running"), name="one_running_import_a_source"
            )
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def where(self) -> str:
        """The source in a list: of a folder its name, not where it lies on the server; branch and sub-folder."""
        shown = PurePath(self.address).name if self.kind == SourceKind.FOLDER else self.address
        shown += f"#{self.branch}" if self.branch else ""
        return f"{shown} / {self.subfolder}" if self.subfolder else shown


class ImportProposal(models.Model):
    """A change of the source that waits because the page was edited, drafted, locked or is in review."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="import_proposals")
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="proposals")
    path = models.CharField(max_length=500)
    revision = models.CharField(max_length=64)
    content = models.BinaryField()
    authors = models.JSONField(default=list, help_text="names, from the history of the repository")
    reason = models.CharField(_("reason"), max_length=8, choices=ProposalReason)
    status = models.CharField(max_length=8, choices=ProposalStatus, default=ProposalStatus.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("proposal of an import")
        verbose_name_plural = _("proposals of imports")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=models.Q(status="waiting"), name="one_waiting_proposal_a_page"
            )
        ]
