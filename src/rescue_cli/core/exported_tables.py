"""The tables `export` gives, by name, with what a line of each is. Public interface (design §6).

Stands apart from their schemas (`core.tables`), so that the help of `export` can name them without loading pyarrow.
"""

EXPORTED_TABLES = {
    "mentions": "每行数据",
    "rows": "每个非空行是什么",
    "columns": "表头认作哪个字段",
    "raw": "改读过的单元格",
    "files": "收件的文件",
    "findings": "问题",
    "clusters": "哪行归哪户",
    "pairs": "判过的行对",
    "counts": "各文件重复计数",
    "conflicts": "来源不一致的值",
    "questions": "未决的问题",
    "cases": "户",
    "persons": "人",
    "events": "事项",
    "determinations": "判定",
    "facts": "判定所据",
    "tasks": "时限",
    "coverage": "应报已报",
    "controls": "总数核对",
    "balance": "平账",
    "receipts": "来件登记",
    "owed": "应报未报",
    "versions": "文件前后两份的变动",
    "changes": "与上次状态相比",
    "to_do": "还要办的事",
    "filings": "上报登记",
    "filed_changes": "上报以后的更正",
    "runs": "上次运行",
}
