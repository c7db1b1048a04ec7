"""What stands in a workspace, by its names (design §4)."""

CONFIG, INBOX, OUTPUT, RECORD, CACHE = "rescue.toml", "收件", "输出", "裁定.jsonl", ".rescue"
ARCHIVE, STATES = "存档", "状态"
OWN_PACKS = "方案包"  # packs of the bureau's own
BACKUPS = "裁定备份"  # copies of the record, the last of each day
