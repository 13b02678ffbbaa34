"""`manage.py rotate_keys`: everything encrypted is written anew under the first of FIELD_KEYS."""

from django.core.management.base import BaseCommand, CommandError

from portal import rotation

DONE = (
    "全部 {total:,} 处密文都已使用第一把密钥。旧密钥可以从 FIELD_KEYS 去掉；更早的备份仍要用旧密钥才能读，请一并封存。"
)
LEFT = "还有 {old:,} 处（共 {total:,} 处）使用旧密钥，旧密钥不能去掉。请运行 manage.py rotate_keys。"
UNREADABLE = "有 {count:,} 处用现有密钥都解不开：{places}。请把漏掉的旧密钥补进 FIELD_KEYS 再运行；没有改动这些内容。"


class Command(BaseCommand):
    help = (
        "更换密钥：把新密钥放在 FIELD_KEYS 最前面、旧的留在后面，重启后运行。可以随时中断，再运行会接着做；"
        "不影响使用。HASH_KEY 永远不换：换了就再也查不到证号和电话。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="只数还有多少处使用旧密钥，不改动")

    def handle(self, *, check, **options):
        total = old = 0
        unreadable = {}
        for model, name in rotation.columns():
            label = f"{model._meta.label}.{name}"
            count = (
                rotation.check(model, name) if check else rotation.rotate(model, name, self._telling(label, options))
            )
            words = f"旧密钥 {count.old:,}" if check else f"改写 {count.changed:,}"
            self.stdout.write(f"{label}：密文 {count.total:,}，{words}")
            total += count.total
            old += count.old if check else count.old - count.changed
            if count.unreadable:
                unreadable[label] = count.unreadable
        if unreadable:
            raise CommandError(UNREADABLE.format(count=sum(unreadable.values()), places="、".join(unreadable)))
        self.stdout.write((LEFT if old else DONE).format(total=total, old=old))
        if check and old:
            raise SystemExit(1)

    def _telling(self, label, options):
        def told(count):
            if options["verbosity"] > 1 or count.total % 2000 == 0:
                self.stdout.write(f"  {label} 已看 {count.total:,}，改写 {count.changed:,}")

        return told
