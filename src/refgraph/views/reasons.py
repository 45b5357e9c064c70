"""Words for what speaks for or against two entities being one (`matching.proposal.Reason.kind`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.views.terms import term

if TYPE_CHECKING:
    from refgraph.views.terms import Language, Terms

REASONS: Terms = {
    "same_name": ("same name", "同名"),
    "same_sound": ("same name, as it sounds", "读音相同"),
    "name_order": ("same name in another order", "姓名顺序不同"),
    "similar_name": ("similar name", "名称相近"),
    "part_of_name": ("one name is part of the other", "一个名称包含另一个"),
    "acronym": ("one name is the other's initials", "名称缩写"),
    "other_name": ("another given name", "名字不同"),
    "email": ("same e-mail", "邮箱相同"),
    "email_near": ("e-mail one letter apart", "邮箱只差一个字母"),
    "email_name": ("same name before the @", "邮箱 @ 前相同"),
    "email_differs": ("different e-mails", "邮箱不同"),
    "phone": ("same phone", "电话相同"),
    "phone_suffix": ("same phone, one without its country", "电话相同，其一缺国家代码"),
    "employer": ("same employer", "同一雇主"),
    "employer_group": ("employers of one group", "雇主同属一个集团"),
    "changed_job": ("one job began after the other ended", "先后任职"),
    "employer_differs": ("different employers", "雇主不同"),
    "two_lives": ("nothing but the name agrees", "除姓名外无一相符"),
    "title": ("same title", "职务相同"),
    "circle": ("same circle", "同一圈子"),
    "know_each_other": ("they know each other", "两人相识"),
    "trade": ("same trade", "业务相同"),
    "trade_differs": ("different trades", "业务不同"),
    "number_differs": ("different numbers in the name", "名称中的数字不同"),
    "branch": ("one is a branch", "其一为分支机构"),
    "legal_form": ("different legal forms", "法律形式不同"),
    "place": ("same place", "地点相同"),
    "place_differs": ("different places", "地点不同"),
    "region": ("same region", "地区相同"),
    "region_differs": ("different regions", "地区不同"),
    "domain": ("same e-mail domain", "邮箱域名相同"),
    "domain_differs": ("different e-mail domains", "邮箱域名不同"),
    "industry": ("same industry", "行业相同"),
    "size_differs": ("very different sizes", "规模悬殊"),
    "parent": ("one stands above the other", "上下级关系"),
    "same_parent": ("both below the same account", "同属一个上级客户"),
    "people": ("the same people", "人员相同"),
}


def reason_name(kind: str, language: Language) -> str:
    """Words for a kind of reason; one without words stands for itself."""
    return term(REASONS, kind, language)
