"""The product's words in both languages, side by side: code, English, 简体中文."""

from __future__ import annotations

from typing import Literal

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")

Terms = dict[str, tuple[str, str]]

EVENTS: Terms = {
    "meeting": ("Meeting", "会面"),
    "call": ("Call", "电话"),
    "email": ("E-mail", "邮件"),
    "visit": ("Visit", "拜访"),
    "thanks": ("Thanks", "致谢"),
    "satisfaction": ("Experience as judged", "满意度"),
    "survey": ("Survey answer", "调查回答"),
    "deal_won": ("Order", "订单"),
    "deal_lost": ("Lost deal", "丢单"),
    "install_start": ("Installation began", "开始安装"),
    "install_done": ("Installation done", "安装完成"),
    "delivery": ("Delivery", "交付"),
    "incident_opened": ("Incident opened", "服务事故发生"),
    "incident_closed": ("Incident closed", "服务事故解决"),
    "complaint_escalated": ("Complaint reached top management", "投诉升级到高层"),
    "referral_asked": ("Asked for a referral", "请托引荐"),
    "referral_made": ("Referral made", "已引荐"),
    "referral_declined": ("Referral declined", "婉拒引荐"),
    "reference_call": ("Reference call", "口碑电话"),
    "competitor_seen": ("Competitor seen", "发现竞争对手"),
    "left_company": ("Left the company", "离职"),
    "joined_company": ("Joined the company", "入职"),
    "stance": ("Stance seen", "立场"),
}
STATUSES: Terms = {
    "customer": ("customer", "客户"),
    "prospect": ("prospect", "潜在客户"),
    "lost": ("lost", "已流失"),
    "partner": ("partner", "合作伙伴"),
}
OPINIONS: Terms = {
    "unknown": ("unknown", "未知"),
    "supporter": ("supporter", "支持者"),
    "neutral": ("neutral", "中立者"),
    "opponent": ("opponent", "反对者"),
}
BUYING_ROLES: Terms = {
    "decider": ("decider", "拍板人"),
    "approver": ("approver", "审批人"),
    "influencer": ("influencer", "影响者"),
    "evaluator": ("evaluator", "评估人"),
    "user": ("user", "使用者"),
    "gatekeeper": ("gatekeeper", "把关人"),
    "": ("role unknown", "角色未知"),
}
SENIORITIES: Terms = {
    "C": ("top management", "高层"),
    "M": ("manager", "中层"),
    "S": ("staff", "员工"),
    "": ("level unknown", "级别未知"),
}
CIRCLE_KINDS: Terms = {
    "industry": ("industry", "行业"),
    "association": ("association", "协会"),
    "user_group": ("user group", "用户组"),
    "alumni": ("alumni", "校友会"),
    "social": ("social", "社交"),
    "family": ("family", "家庭"),
    "village": ("village", "村庄"),
    "chat": ("chat", "聊天群"),
    "": ("kind unknown", "类型未知"),
}
FACTORS: Terms = {
    "net_opinion": ("net opinion of us", "对我们的净评价"),
    "reach": ("chance that the word arrives", "口碑送达的可能"),
    "contact_role": ("contact's buying role", "联系人的采购角色"),
    "congruency": ("congruency of the accounts", "客户匹配度"),
    "ask_budget": ("ask budget left", "剩余请托额度"),
    "willingness": ("willingness to speak for us", "为我们说话的意愿"),
}
ENTITIES: Terms = {
    "accounts": ("account", "客户"),
    "people": ("person", "联系人"),
    "circles": ("circle", "圈子"),
}
RELATIONS: Terms = {
    "works_at": ("works at", "任职"),
    "member_of": ("member of", "圈子成员"),
    "knows": ("say they know each other", "自述相识"),
    "reports_to": ("reports to", "上级"),
    "parent_of": ("parent of", "上级单位"),
    "tie": ("word of mouth", "口碑关系"),
}
MEMBER_ROLES: Terms = {
    "chair": ("chair", "主席"),
    "organiser": ("organiser", "组织者"),
    "member": ("member", "成员"),
    "": ("member", "成员"),
}


def term(terms: Terms, code: str, language: Language) -> str:
    """Word for a code; the code itself where the table lacks it, as with an event kind unknown to us."""
    pair = terms.get(code)
    return pair[LANGUAGES.index(language)] if pair else code


def event_name(kind: str, language: Language) -> str:
    """Word for an event kind."""
    return term(EVENTS, kind, language)


def status_name(status: str, language: Language) -> str:
    """Word for an account status."""
    return term(STATUSES, status, language)


def word_name(opinion_word: str, language: Language) -> str:
    """Word for an opinion: unknown, supporter, neutral or opponent."""
    return term(OPINIONS, opinion_word, language)


def buying_role_name(role: str, language: Language) -> str:
    """Word for a buying role; '' is unknown."""
    return term(BUYING_ROLES, role, language)


def seniority_name(seniority: str, language: Language) -> str:
    """Word for a seniority; '' is unknown."""
    return term(SENIORITIES, seniority, language)


def circle_kind_name(kind: str, language: Language) -> str:
    """Word for a circle's kind; '' is unknown."""
    return term(CIRCLE_KINDS, kind, language)


def factor_name(factor: str, language: Language) -> str:
    """Word for a factor of an opener's score."""
    return term(FACTORS, factor, language)
