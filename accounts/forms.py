"""What the pages of accounts ask for."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts import lockout
from accounts.choices import Role
from accounts.models import Line, Post, User
from accounts.models.user import AccountState
from accounts.passwords import proposed
from accounts.queries import SIGN_IN_WORDS
from portal.pages.forms import MoveForm, RecordForm
from portal.pages.widgets import Remote

LONGEST = 128  # hashing something longer only costs time
INITIAL_HINT = "已拟好一个，可以改。请当面告诉本人；离开本页后不再显示，首次登录须改。"


def _secret(label, autocomplete):
    return forms.CharField(
        label=label,
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": f"请填写{label}。"},
    )


class SignInForm(AuthenticationForm):
    """Account and password; phones like to begin with a capital, accounts never do."""

    error_messages = {
        "invalid_login": "账号或密码不对，请核对后再试。",
        "inactive": "账号或密码不对，请核对后再试。",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name, secret = self.fields["username"], self.fields["password"]
        name.label, name.error_messages["required"] = "账号", "请填写账号。"
        name.widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}
        secret.label, secret.max_length, secret.error_messages["required"] = "密码", LONGEST, "请填写密码。"

    def clean_username(self):
        return self.cleaned_data["username"].strip().lower()


class PasswordForm(forms.Form):
    """The own password: the old one, and the new one twice. Wrong old ones count as wrong sign-ins."""

    old = _secret("现在的密码", "current-password")
    new = _secret("新密码", "new-password")
    again = _secret("再输一次新密码", "new-password")

    def __init__(self, *args, request, **kwargs):
        self.request, self.user = request, request.user
        super().__init__(*args, **kwargs)
        self.fields["new"].help_text = "至少 10 位；大写字母、小写字母、数字、符号，至少含三种。"

    def clean_old(self):
        old = self.cleaned_data["old"]
        if authenticate(self.request, username=self.user.username, password=old) is None:
            raise ValidationError("现在的密码不对，请重新输入。")
        lockout.release(self.user.username)
        return old

    def clean_new(self):
        new = self.cleaned_data["new"]
        if new == self.data.get("old"):
            raise ValidationError("新密码不能与现在的相同，请换一个。")
        validate_password(new, self.user)
        return new

    def clean_again(self):
        if self.cleaned_data["again"] != self.data.get("new"):
            raise ValidationError("两次输入的新密码不一样，请重新输入。")
        return self.cleaned_data["again"]


def _initial_password():
    return forms.CharField(
        label="初始密码",
        initial=proposed,
        strip=False,
        max_length=LONGEST,
        help_text=INITIAL_HINT,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": "请填写初始密码。"},
    )


class AccountForm(RecordForm):
    """An account; a new one carries the initial password, shown on this form and never again."""

    initial_password = _initial_password()

    def _layout(self):
        if self.instance.pk:
            del self.fields["initial_password"]
        return super()._layout()

    def clean_username(self):
        return self.cleaned_data["username"].strip().lower()

    def _post_clean(self):
        super()._post_clean()
        password = self.cleaned_data.get("initial_password")
        if password:
            try:
                validate_password(password, self.instance)
            except ValidationError as error:
                self.add_error("initial_password", error)

    def save(self, commit=False):
        user = super().save(commit=False)
        if "initial_password" in self.cleaned_data:
            user.set_password(self.cleaned_data["initial_password"])
        return user


class Reset(MoveForm):
    """A new initial password for somebody who forgot theirs."""

    password = _initial_password()

    def clean_password(self):
        validate_password(self.cleaned_data["password"], self.record)
        return self.cleaned_data["password"]


class LinesField(forms.MultipleChoiceField):
    """Check boxes for lines of work; also reads the comma-separated form that a comparison sends back."""

    widget = forms.CheckboxSelectMultiple

    def to_python(self, value):
        return [one for part in super().to_python(value) for one in part.split(",") if one]

    def clean(self, value):
        return [int(one) for one in super().clean(value)]


class PostForm(RecordForm):
    """A post: whose, what, where and when. These stay; another role is another post."""

    lines = LinesField(label="限定条线", required=False, help_text="只用于工作人员；不选就是全部条线。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        lines = Line.objects.within_reach(self.user, "refer").order_by("community", "order", "pk")
        self.fields["lines"].choices = [(str(line.pk), line.name) for line in lines]
        for name in ("user", "role", "grid") if self.instance.pk else ():
            self.fields[name].disabled = True

    def clean(self):
        cleaned = super().clean()
        user, role, grid = (cleaned.get(name) for name in ("user", "role", "grid"))
        if user and user.pk == self.user.pk:
            self.add_error("user", "不能给自己设岗位或改自己的岗位，请由另一位系统管理员办理。")
        if role and grid and (problem := Role(role).misplaced(grid)):
            self.add_error("grid", problem)
        if cleaned.get("lines") and role and role != Role.CLERK:
            self.add_error("lines", "条线只能限定工作人员，请去掉勾选，或改选工作人员。")
        elif grid and cleaned.get("lines") and self._foreign(cleaned["lines"], grid):
            self.add_error("lines", "勾选的条线不是这个社区的，请重选。")
        if user and role and grid and cleaned.get("since") and not self.errors:
            self._check_days(cleaned)
        return cleaned

    def _foreign(self, lines, grid):
        return Line.objects.filter(pk__in=lines).exclude(community=grid.community_id).exists()

    def _check_days(self, cleaned):
        """The same post is not held twice on one day."""
        since, until = cleaned["since"], cleaned.get("until")
        same = Post.objects.filter(user=cleaned["user"], role=cleaned["role"], grid=cleaned["grid"], state="held")
        same = same.filter(Q(until__isnull=True) | Q(until__gte=since)).exclude(pk=self.instance.pk)
        if (same.filter(since__lte=until) if until else same).exists():
            self.add_error("since", "这个人在这里这几天已有同样的岗位，请改起止日期，或先让那一个卸任。")


class LogFilter(forms.Form):
    """Which lines of the sign-in log to list."""

    q = forms.CharField(
        label="账号或姓名", required=False, max_length=30, widget=forms.TextInput(attrs={"placeholder": "账号或姓名"})
    )
    verb = forms.ChoiceField(
        label="结果",
        required=False,
        choices=[("", "全部结果"), *((verb, f"{words[0]}：{words[1]}") for verb, words in SIGN_IN_WORDS.items())],
    )
    since = forms.DateField(label="起", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="止", required=False, widget=forms.DateInput(attrs={"type": "date"}))


class HandOverForm(forms.Form):
    """Which lines go to whom and why; ``expected`` is the number that was read and confirmed."""

    lines = forms.MultipleChoiceField(
        label="移交哪些",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少勾选一项。", "invalid_choice": "名下事项已有变化，请重新勾选。"},
    )
    to = forms.ModelChoiceField(
        label="接手人",
        queryset=None,
        error_messages={"required": "请选接手人。", "invalid_choice": "这个人不在您的岗位范围内，请另选。"},
    )
    note = forms.CharField(
        label="移交原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明移交原因，如 调离、退休。"},
    )
    expected = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, lines, users, url, **kwargs):
        super().__init__(*args, **kwargs)
        self.of = {line.key: line for line in lines}
        self.fields["lines"].choices = [(line.key, f"{line.label}：{line.count} 件") for line in lines]
        self.fields["lines"].initial = list(self.of)
        self.fields["to"].widget = Remote(url)
        self.fields["to"].queryset = users
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("lines", "to", "note")

    def clean(self):
        cleaned = super().clean()
        to, chosen = cleaned.get("to"), [self.of[key] for key in cleaned.get("lines", [])]
        for line in chosen if to else ():
            if away := line.out_of_reach(to):
                self.add_error("to", f"{to.name}的岗位办不了“{line.label}”里的 {away} 件，请另选，或分开移交。")
        cleaned["chosen"] = chosen
        return cleaned


def users_in_hand(by):
    """Open accounts the user may choose."""
    return User.objects.within_reach(by, "refer").filter(state=AccountState.ACTIVE)
