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


class Line(TextChoices):
    """The nine lines of work of the community's clerks."""

    PARTY = "party", "党建"
    CIVIL = "civil", "民政"
    SECURITY = "security", "治安"
    EMPLOYMENT = "employment", "社保就业"
    HEALTH = "health", "卫健计生"
    SANITATION = "sanitation", "环境卫生"
    SAFETY = "safety", "安全生产"
    MEDIATION = "mediation", "矛盾调解"
    CULTURE = "culture", "文化宣传"
