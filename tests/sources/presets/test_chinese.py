from __future__ import annotations

from typing import TYPE_CHECKING

from tests.sources.memory import MemoryStore
from tests.sources.presets.importing import cells, codes, file, ids, imported, plan, problems

if TYPE_CHECKING:
    from pathlib import Path

LIST = """
序号,客户名称,联系人,职位,介绍人,电话,微信,地区,行业,客户状态,负责人,预计金额,圈子
1,北方水泵,王伟,总经理,,13800138000,ww_88,上海,制造业,老客户,李销售,,上海商会、高尔夫
2,南风能源,张敏,IT经理,王伟,021-5555,,苏州,能源,潜在客户,李销售,120000,上海商会
3,东方报社,陈总,社长,刘洋、王伟,,,上海,传媒,跟进中,,,
"""


def test_a_row_is_a_customer_a_contact_and_their_role(tmp_path: Path) -> None:
    store = MemoryStore()
    planned = imported(file(tmp_path / "客户表.csv", LIST), "chinese", store)
    assert planned.outcome == "accept"
    assert cells(store, "accounts")[1] == {
        "account_id": "chinese:北方水泵", "name": "北方水泵", "industry": "制造业", "region": "上海", "status": "customer",
        "owner": "chinese:李销售",
    }  # fmt: skip
    assert store.rows["accounts"]["chinese:南风能源",][-1] == 120_000.0
    assert {
        "person_id": "chinese:王伟@北方水泵",
        "account_id": "chinese:北方水泵",
        "title": "总经理",
    } in cells(store, "roles")
    assert planned.told == ("客户表.csv: not imported: 序号 (3), 微信 (1)",)


def test_an_introducer_knows_the_contact_both_ways(tmp_path: Path) -> None:
    store = MemoryStore()
    imported(file(tmp_path / "客户表.csv", LIST), "chinese", store)
    ties = {(row["person_a"], row["person_b"]) for row in cells(store, "knows")}
    assert ties == {
        ("chinese:张敏@南风能源", "chinese:王伟@北方水泵"),
        ("chinese:刘洋", "chinese:陈总@东方报社"),
        ("chinese:王伟@北方水泵", "chinese:陈总@东方报社"),
    }
    assert {(row["kind"], row["directed"]) for row in cells(store, "knows")} == {("introduced", False)}


def test_an_introducer_of_a_name_that_two_have_is_neither_of_them(tmp_path: Path) -> None:
    text = """
    公司名稱,聯絡人,職位,介紹人,電話
    北方,王偉,總經理,,1
    南方,王偉,經理,,2
    東方,陳總,社長,王偉,3
    """
    store = MemoryStore()
    imported(file(tmp_path / "list.csv", text), "chinese", store)
    assert ids(store, "people") == [
        "chinese:王偉",
        "chinese:王偉@北方",
        "chinese:王偉@南方",
        "chinese:陳總@東方",
    ]


def test_circles_come_of_a_list_in_a_cell(tmp_path: Path) -> None:
    store = MemoryStore()
    imported(file(tmp_path / "客户表.csv", LIST), "chinese", store)
    assert ids(store, "circles") == ["chinese:上海商会", "chinese:高尔夫"]
    assert len(store.rows["memberships"]) == 3


def test_gb18030_must_be_named(tmp_path: Path) -> None:
    path = tmp_path / "客户表.csv"
    path.write_bytes(LIST.strip().encode("gb18030"))
    refused = plan(path, "chinese")
    assert refused.outcome == "reject"
    assert "candidates for this row: gb18030" in problems(refused, "error")[0]
    assert plan(path, "chinese", encoding="gb18030").outcome == "accept"


def test_an_unknown_status_and_column_warn(tmp_path: Path) -> None:
    text = "客户名称,联系人,客户状态,星座\n北方,王伟,冷冻,狮子"
    planned = plan(file(tmp_path / "list.csv", text), "chinese")
    assert codes(planned, "warning") == ["unknown_column", "unknown_status"]
    assert "column 客户状态: unknown status '冷冻'" in problems(planned, "warning")[1]


def test_the_columns_of_a_crm_in_use_are_known(tmp_path: Path) -> None:
    text = """
    客户名称,联系人,手机,电话,QQ,微信,地址,备注,来源,客户等级,客户行业,客户状态,客户类型,创建时间,更新时间,最近沟通时间,沟通内容,归属人,创建人
    北方水泵,王伟,13800138000,,1,ww,路1号,好,展会,A,制造业,已成交,,2024-01-01,,,聊,李销售,张
    """
    store = MemoryStore()
    planned = imported(file(tmp_path / "customers.csv", text), "chinese", store)
    assert planned.outcome == "accept"
    assert cells(store, "accounts") == [
        {"account_id": "chinese:北方水泵", "name": "北方水泵", "industry": "制造业", "status": "customer",
         "owner": "chinese:李销售"}
    ]  # fmt: skip


def test_what_is_said_of_a_contact_that_is_not_named_is_told(tmp_path: Path) -> None:
    planned = plan(file(tmp_path / "客户.csv", "客户名称,联系人,职位,电话\n华东精工,,厂长,456"), "chinese")
    assert planned.outcome == "accept_with_warning"
    assert sorted(problems(planned, "warning")) == [
        "客户.csv row 2, column 电话: phone without a 联系人 whose it is: not imported",
        "客户.csv row 2, column 职位: title without a 联系人 whose it is: not imported",
    ]
