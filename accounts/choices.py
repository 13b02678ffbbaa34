"""Roles and lines of work of the community. Source: domain.md, 'Roles' and 'Issues'."""

from django.db.models import TextChoices


class Role(TextChoices):
    """What a post lets a person do; the matrix in ``accounts.roles`` says on what and how far."""

    SECRETARY = "secretary", "书记"
    CLERK = "clerk", "工作人员"
    HEAD = "head", "网格长"
    MEMBER = "member", "网格员"
    PARTY = "party", "党员"
    MEDIATOR = "mediator", "调解员"
    LEADER = "leader", "队长"
    STUDIO_HEAD = "studio_head", "站长"
    OBSERVER = "observer", "街道"
    ADMIN = "admin", "系统管理员"

    def misplaced(self, node):
        """Why this role cannot be held at a node of the tree, as a sentence; None when it can."""
        in_grid = node.community_id not in (None, node.pk)
        if in_grid and self in (Role.SECRETARY, Role.STUDIO_HEAD, Role.OBSERVER, Role.ADMIN):
            return f"{self.label}的岗位设在社区，请改选社区。"
        if not in_grid and self in (Role.HEAD, Role.MEMBER):
            return f"{self.label}的岗位设在网格，请改选网格。"
        return None


# The nine lines of work a community begins with: (key, name).
LINES = [
    ("party", "党建"),
    ("civil", "民政"),
    ("security", "治安"),
    ("employment", "社保就业"),
    ("health", "卫健计生"),
    ("sanitation", "环境卫生"),
    ("safety", "安全生产"),
    ("mediation", "矛盾调解"),
    ("culture", "文化宣传"),
]
