"""Which roles write the site's pages and look after its pictures and documents."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from gruenzug.web.core.roles import Role

PAGES = {Role.PROGRAMME_TEAM: ("add", "change", "publish", "lock", "unlock")}
FILES = {
    Role.PROGRAMME_TEAM: ("add", "change", "choose"),
    Role.MODERATOR: ("add", "choose"),
    Role.MUNICIPAL_EDITOR: ("add", "choose"),
}
KINDS_OF_FILE = ("image", "document")


def ensure_editors() -> None:
    """Let the roles write where they should; what an administrator added or took is left as it is."""
    page, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    for role, actions in PAGES.items():
        group = Group.objects.get(name=role.group_name)
        if not group.page_permissions.exists():
            for action in actions:
                GroupPagePermission.objects.create(group=group, page=page, permission_type=action)
        for permission in Permission.objects.filter(codename="submit_translation"):
            group.permissions.add(permission)
    for role, actions in FILES.items():
        group = Group.objects.get(name=role.group_name)
        if group.collection_permissions.exists():
            continue
        codes = [f"{action}_{kind}" for action in actions for kind in KINDS_OF_FILE]
        for permission in Permission.objects.filter(
            codename__in=codes, content_type__app_label__in=("wagtailimages", "wagtaildocs")
        ):
            GroupCollectionPermission.objects.create(
                group=group, collection=collection, permission=permission
            )
