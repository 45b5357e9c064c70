"""The first row of a file: delimiter, and which cell holds which column."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.model.formulas import MARK
from refgraph.model.tables import TABLES, Table
from refgraph.sources.delimited import Record, records
from refgraph.sources.refusal import Refused
from refgraph.sources.text import Note, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_COLUMNS = 1_000

_DELIMITERS = (",", ";", "\t", "|")
_SEP_LINE = re.compile(r'"?sep=([^\r\n"])"?(?:\r\n|\n|\r)', re.IGNORECASE)
_LONGEST_NAME = 200
_CHINESE = {
    "account_id": "客户编号 客户号 客户ID 账户编号 公司编号",
    "name": "姓名 名称 客户名称 公司名称 圈子名称 名字",
    "industry": "行业",
    "region": "地区",
    "size": "规模 人数 员工数",
    "status": "状态",
    "status_date": "状态日期",
    "parent_id": "上级编号 上级客户编号 母公司编号",
    "territory": "区域 销售区域",
    "owner": "负责人",
    "potential": "潜力 预计金额",
    "person_id": "人员编号 人员ID 联系人编号 联系人ID",
    "email": "邮箱 电子邮箱 电子邮件 邮件",
    "phone": "电话 手机 手机号 联系电话",
    "language": "语言",
    "consent": "同意 是否同意",
    "title": "职务 职位 头衔",
    "seniority": "级别 职级",
    "buying_role": "采购角色",
    "stance": "立场",
    "stance_date": "立场日期",
    "reports_to": "汇报对象 直属上级",
    "from": "开始 开始日期 起始日期",
    "to": "结束 结束日期 截止日期",
    "circle_id": "圈子编号 圈子ID",
    "kind": "类型 种类",
    "meetings_per_year": "每年聚会次数 每年活动次数",
    "role": "角色",
    "attendance": "出席率",
    "person_a": "人员甲 联系人甲",
    "person_b": "人员乙 联系人乙",
    "strength": "强度 关系强度",
    "since": "始于 认识日期",
    "last_contact": "最近联系 最近联系日期",
    "directed": "单向 有向",
    "rep_id": "代表编号 销售代表编号",
    "territories": "区域 负责区域",
    "hours_per_week": "每周小时 每周工时",
    "event_id": "事件编号 事件ID",
    "date": "日期",
    "rep": "销售代表 代表",
    "value": "值 数值 金额",
    "margin": "毛利",
    "ref": "关联 引用",
    "text": "内容 备注 说明",
}


@dataclass(frozen=True, slots=True)
class Header:
    """How to read the rows of a file."""

    record: Record
    delimiter: str
    start: int
    """Where the first row, the header's, begins in the text."""
    positions: Sequence[int]
    """For each column of the table the cell that holds it; -1 for a column the file lacks."""
    unknown: Sequence[int]
    """Cells that hold no column of the table."""
    notes: Sequence[Note]
    marked: frozenset[int] = frozenset()
    """Cells whose column says that its texts were made harmless (`model.formulas`)."""


def read_header(text: str, table: Table, file: str) -> Header:
    """Find the header; raises `Refused` where it is missing, lacks a required column or names one twice."""
    hinted = _SEP_LINE.match(text)
    start = hinted.end() if hinted else 0
    delimiters = (hinted[1],) if hinted else _DELIMITERS
    tried = [(delimiter, _first(text, delimiter, file, start)) for delimiter in delimiters]
    for _, record in tried:
        if record is not None and len(record.cells) > MOST_COLUMNS:
            found = f"found {len(record.cells)} columns, expected at most {MOST_COLUMNS}"
            raise Refused(file, "columns", found, "export only the columns needed", row=record.number)
    counted = [(_recognised(record, table), delimiter, record) for delimiter, record in tried if record]
    if not counted or not max(counted, key=lambda c: c[0])[0]:
        raise _no_header(text[start:], table, file)
    _, delimiter, record = max(counted, key=lambda c: c[0])
    if record.fault:
        raise Refused(
            file, "quote", f"in the header, {record.fault}", "put the quotes right", row=record.number
        )
    notes = [] if delimiter == "," else [_delimiter_note(delimiter)]
    return _placed(record, delimiter, start, table, file, notes)


def _first(text: str, delimiter: str, file: str, start: int) -> Record | None:
    """Take the first record that is not blank."""
    rows: Iterator[Record] = records(text, delimiter, file, start=start)
    return next((record for record in rows if any(map(str.strip, record.cells))), None)


def _recognised(record: Record, table: Table) -> int:
    names = _names_of(table)
    return len({names[key] for cell in record.cells if (key := _plain(cell)) in names})


def _placed(record: Record, delimiter: str, start: int, table: Table, file: str, notes: list[Note]) -> Header:
    names = _names_of(table)
    found: dict[str, int] = {}
    reread, unknown = [], []
    for position, cell in enumerate(record.cells):
        name = names.get(_plain(cell))
        if name is None:
            unknown.append(position)
        elif name in found:
            twice = f"duplicate column {name}: cells {found[name] + 1} and {position + 1} of the header"
            raise Refused(file, "duplicate_column", twice, "keep one of them", row=record.number)
        else:
            found[name] = position
            if cell.removeprefix(MARK) != name:
                reread.append(f"'{shown(cell)}' as {name}")
    _refuse_missing(record, table, file, found)
    if reread:
        notes.append(Note("header", f"read the header {', '.join(reread)}"))
    positions = [found.get(column.name, -1) for column in table.columns]
    marked = frozenset(at for at in found.values() if record.cells[at].startswith(MARK))
    return Header(record, delimiter, start, positions, unknown, notes, marked)


def _refuse_missing(record: Record, table: Table, file: str, found: dict[str, int]) -> None:
    missing = [column.name for column in table.columns if column.required and column.name not in found]
    if missing:
        names = ", ".join(shown(cell) for cell in record.cells[:20])
        wanted = f"missing column {', '.join(missing)}; found {names}"
        raise Refused(file, "missing_column", wanted, "add the column to the header", row=record.number)


def _no_header(text: str, table: Table, file: str) -> Refused:
    first = shown(text.lstrip().split("\n", 1)[0].strip()[:200])
    expected = ", ".join(column.name for column in table.columns)
    found = f"no header: the first row is '{first}', expected the column names {expected}"
    return Refused(file, "header", found, "add a first row with the column names", row=1)


def _delimiter_note(delimiter: str) -> Note:
    name = {"\t": "tab"}.get(delimiter, delimiter)
    return Note("delimiter", f"found the delimiter '{name}', expected a comma; read with it")


def _names_of(table: Table) -> dict[str, str]:
    return _NAMES[table.name]


def _plain(cell: str) -> str:
    """Reduce a header's name: case, width, spaces, hyphens, underscores and the mark of `formulas` do not count."""
    if len(cell) > _LONGEST_NAME:
        return ""
    return re.sub(r"[\s_\-\ufeff]+", "", unicodedata.normalize("NFKC", cell.removeprefix(MARK)).casefold())


_NAMES = {
    table.name: {
        _plain(alias): column.name
        for column in table.columns
        for alias in (column.name, *_CHINESE.get(column.name, "").split())
    }
    for table in TABLES.values()
}
