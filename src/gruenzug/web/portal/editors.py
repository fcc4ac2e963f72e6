"""Which roles write the site's pages, who approves them, and who looks after pictures and documents."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from gruenzug.web.core.reference import Report, apply
from gruenzug.web.core.roles import Role
from gruenzug.web.portal.models import NewsIndexPage, SecondPersonTask

PAGES = {Role.PROGRAMME_TEAM: ("add", "change", "publish", "lock", "unlock")}
NEWS = {Role.MUNICIPAL_EDITOR: ("add",)}  # their own, which somebody of the programme team approves
APPROVERS = (Role.PROGRAMME_TEAM,)
APPROVAL = "Freigabe durch eine zweite Person"
FILES = {
    Role.PROGRAMME_TEAM: ("add", "change", "choose"),
    Role.MODERATOR: ("add", "choose"),
    Role.MUNICIPAL_EDITOR: ("add", "choose"),
}
KINDS_OF_FILE = ("image", "document")


def ensure_editors() -> None:
    """Let the roles write where they should; what an administrator added or took is left as it is."""
    root, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    for role, actions in PAGES.items():
        _ensure_pages(role, actions, [root])
        group = Group.objects.get(name=role.group_name)
        for permission in Permission.objects.filter(codename="submit_translation"):
            group.permissions.add(permission)
    for role, actions in NEWS.items():
        _ensure_pages(role, actions, list(NewsIndexPage.objects.all()))
    for role, actions in FILES.items():
        _ensure_files(role, actions, collection)


def ensure_approval(report: Report) -> None:
    """Let what is submitted wait for a second person; an administrator may change or end it."""
    workflow = Workflow.objects.filter(name=APPROVAL).first()
    wanted = {"active": True, "groups": sorted(role.group_name for role in APPROVERS), "pages": ["/"]}
    current = _content(workflow) if workflow else None
    apply(key="approval", wanted=wanted, current=current, write=_write_approval, report=report)


def _ensure_pages(role: Role, actions: tuple[str, ...], pages: list[Page]) -> None:
    group = Group.objects.get(name=role.group_name)
    if group.page_permissions.exists():
        return
    for page in pages:
        for action in actions:
            GroupPagePermission.objects.create(group=group, page=page, permission_type=action)


def _ensure_files(role: Role, actions: tuple[str, ...], collection: Collection) -> None:
    group = Group.objects.get(name=role.group_name)
    if group.collection_permissions.exists():
        return
    codes = [f"{action}_{kind}" for action in actions for kind in KINDS_OF_FILE]
    for permission in Permission.objects.filter(
        codename__in=codes, content_type__app_label__in=("wagtailimages", "wagtaildocs")
    ):
        GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)


def _write_approval() -> dict[str, Any]:
    """Create the workflow for all pages; it takes the place of the one a new Wagtail comes with."""
    task = SecondPersonTask.objects.create(name=APPROVAL)
    task.groups.set(Group.objects.filter(name__in=[role.group_name for role in APPROVERS]))
    workflow = Workflow.objects.create(name=APPROVAL)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    root = Page.get_first_root_node()
    former = WorkflowPage.objects.filter(page=root).select_related("workflow").first()
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    if former:
        former.workflow.deactivate()
    return _content(workflow)


def _content(workflow: Workflow) -> dict[str, Any]:
    """Return what an administrator could have changed."""
    groups = Group.objects.filter(secondpersontask__workflow_tasks__workflow=workflow)
    places = WorkflowPage.objects.filter(workflow=workflow).values_list("page__url_path", flat=True)
    return {
        "active": workflow.active,
        "groups": sorted(groups.values_list("name", flat=True)),
        "pages": sorted(path or "/" for path in places),
    }
