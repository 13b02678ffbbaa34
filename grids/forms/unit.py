"""What a unit's entry asks for."""

from portal.masks import MOBILE, phone_digits
from portal.pages.forms import RecordForm

ONES_OWN = "这是个人手机号，不要写在这里：先把联系人登记为居民或关联人，再在“联系人”里选。"


class UnitForm(RecordForm):
    """A unit as staff enter one; an office number is shown whole to everybody, so nobody's own may stand there."""

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        if MOBILE.fullmatch(phone_digits(phone)) and phone != self.instance.phone:
            self.add_error("phone", ONES_OWN)
        return phone
