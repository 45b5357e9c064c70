"""Titles in both languages, what they mean for a purchase, and who staffs an account of each trade."""

from __future__ import annotations

from sheets import by_key, rows_of

TITLES = by_key(
    rows_of("""
title           | text                              | seniority | buying_role | function
president       | 社长 President                    | C         | decider     | top
vice-president  | 副社长 Vice president             | C         | approver    | top
chief-editor    | 总编辑 Editor-in-chief            | C         | influencer  | editorial
it-director     | 信息部主任 IT director            | M         | evaluator   | it
newsroom-head   | 采编中心主任 Head of newsroom     | M         | influencer  | editorial
admin-head      | 行政部主任 Head of administration | M         | gatekeeper  | admin
finance-head    | 财务部主任 Head of finance        | M         | approver    | top
buyer           | 采购主管 Purchasing supervisor    | S         | gatekeeper  | purchasing
engineer        | 网络工程师 Network engineer       | S         | evaluator   | it
reporter        | 记者 Reporter                     | S         | user        | user
layout-editor   | 版面编辑 Layout editor            | S         | user        | user
group-cio       | 集团信息总监 Group CIO            | C         | decider     | it
chief-engineer  | 集团总工程师 Group chief engineer | C         | influencer  | top
group-president | 集团总裁 Group president          | C         | approver    | top
bureau-head     | 分社社长 Bureau head              | M         | decider     | top
bureau-admin    | 分社行政主管 Bureau office manager | S        | gatekeeper  | admin
it-chief        | 信息科长 Head of IT section       | M         | evaluator   | it
production-head | 出版部主任 Head of production     | M         | influencer  | production
book-editor     | 责任编辑 Book editor              | S         | user        | user
designer        | 美术编辑 Art editor               | S         | user        | user
general-manager | 总经理 General manager            | C         | decider     | top
plant-manager   | 生产厂长 Plant manager            | M         | influencer  | production
prepress        | 印前主管 Prepress supervisor      | M         | evaluator   | it
plate-maker     | 制版技师 Plate technician         | S         | user        | user
purchasing-head | 采购经理 Purchasing manager       | M         | approver    | purchasing
principal       | 校长 Principal                    | C         | approver    | top
head-librarian  | 馆长 Head librarian               | C         | decider     | top
it-centre       | 信息中心主任 Head of IT centre    | M         | decider     | it
lecturer        | 教师 Teacher                      | S         | user        | user
registrar       | 教务处主任 Registrar              | M         | influencer  | editorial
archivist       | 文献编目员 Cataloguer             | S         | user        | editorial
station-head    | 台长 Station director             | C         | decider     | top
tech-head       | 技术部主任 Head of engineering    | M         | evaluator   | it
programme-head  | 节目总监 Programme director       | M         | influencer  | editorial
video-editor    | 剪辑师 Video editor               | S         | user        | user
producer        | 制片主管 Production manager       | M         | influencer  | production
creative-head   | 创意总监 Creative director        | M         | influencer  | editorial
"""),
    "title",
)

STAFFING = {
    "news": ("it-director", "president", "newsroom-head", "reporter", "admin-head", "layout-editor", "buyer"),
    "book": ("it-centre", "president", "production-head", "book-editor", "buyer", "designer"),
    "print": ("prepress", "general-manager", "plant-manager", "plate-maker", "purchasing-head"),
    "edu": ("it-centre", "principal", "lecturer", "registrar", "buyer"),
    "media": ("tech-head", "station-head", "programme-head", "video-editor", "admin-head", "producer"),
}
"""Titles by industry, in the order in which a rep gets to know them."""

SPECIAL_STAFFING = {
    "pujiang-press": ("group-president", "finance-head"),
    "pujiang-suzhou": ("reporter",),
    "pujiang-business": ("reporter",),
    "hubin-press": ("group-cio", "group-president", "finance-head"),
    "haitang-group": ("group-cio", "group-president", "production-head", "finance-head"),
    "dongshen-library": ("it-chief", "head-librarian", "archivist", "buyer"),
    "zhigeng-library": ("it-chief", "head-librarian", "archivist", "buyer"),
    "binnan-archive": ("it-chief", "head-librarian", "archivist"),
    "dongshen-press": ("it-centre", "president", "book-editor"),
    "orange-box": ("tech-head", "general-manager", "creative-head", "producer"),
    "thirteen-lines": ("creative-head", "general-manager", "video-editor"),
    "dengying-outdoor": ("general-manager", "creative-head", "buyer"),
    "huixiang-audio": ("tech-head", "general-manager", "programme-head", "producer"),
    "zheguang-film": ("tech-head", "general-manager", "producer", "video-editor"),
}
"""Titles of accounts that are organised otherwise than their trade."""

BEGINNERS = {
    "news": "reporter",
    "book": "book-editor",
    "print": "plate-maker",
    "edu": "archivist",
    "media": "video-editor",
}
"""Titles by industry under which people worked elsewhere before."""
