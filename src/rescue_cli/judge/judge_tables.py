"""The tables judging makes on the engine. Its SQL reads these and nothing else (`tests/contract/test_engine_tables.py`).

No stage reads what another left on the engine: `judge`, `oversee` and the reports each lay down what they read from the
tables that were handed to them.
"""

from rescue_cli.core import fields as f

# Registered as they were handed in; their columns are those of `core.tables`.
CASES, MENTIONS, CLUSTERS = "judge_cases", "judge_mentions", "judge_clusters"
DETERMINATIONS = "judge_determinations"
HELD = "judge_held"
RULES, FIELD_ORDER = "judge_rules", "judge_field_order"
STANDINGS, OWNERS, SPANS = "judge_standings", "judge_owners", "judge_spans"
# Made by SQL.
CONTEXT = "judge_context"
LINKED, ALL_ROWS = "judge_linked", "judge_all_rows"
GATHERED, PEOPLE, TOWNSHIPS = "judge_gathered", "judge_people", "judge_townships"
FACTS, JUDGED = "facts", "judged"
CHOSEN, LINES = "judge_chosen", "judge_lines"
DRAFT, UNDECIDED = "judge_draft", "judge_undecided"
GAPS, CONTRADICTED = "judge_gaps", "judge_contradicted"
POSSIBLE, WORLDS, MATTERS = "judge_possible", "judge_worlds", "judge_matters"
ALL_LINES, LINED = "judge_all_lines", "judge_lined"
RUNNING, COUNTED = "judge_running", "judge_counted"

# Columns of these tables that are no fields and cross no border.
CASE_OF_ROW = "编号_户"  # beside the row's own fields, one of which may be called 编号
WORLD = "户世界"  # one way the open questions of a case could be answered; the case itself where none is open
MATTER = "matter"  # which of several matters of a case, as its rows number them
WHO = "谁"  # the case a row belongs to, else the person it speaks of: known by it in other rows

TABLES: dict[str, str] = {
    CASES: "`cases_schema`: the cases to judge",
    MENTIONS: "`mentions_schema`: every row of every form",
    CLUSTERS: f"`CLUSTERS`: the person and the case of each row, by {'、'.join(f.MENTION_KEY)}",
    DETERMINATIONS: "`DETERMINATIONS`",
    CONTEXT: "one line: 基准日, 期始 … and the pack's parameters (`run_facts`), so that SQL may name them as fields",
    LINKED: f"every row that belongs to a case, by {CASE_OF_ROW}, what several lines say of a household said once; CONTEXT beside it",
    ALL_ROWS: f"MENTIONS with 编号, 人员组 and {WHO}, also the rows of no case: who sent what",
    GATHERED: f"one line a case ({CASE_OF_ROW}) that has rows: 有_<form>, 述_<field>, facts gathered from its rows",
    PEOPLE: f"one line a case ({CASE_OF_ROW}): facts gathered from its people",
    TOWNSHIPS: "one line a 镇街 and 城乡 of cases: facts gathered from all rows of there, whosever they are",
    FACTS: "one line a case: its fields, all of the above, 推定_<field>, standards in force, derived facts",
    CHOSEN: "编号 → rule: the first that is not false",
    RULES: "one line a rule in force: rule, place, question, and what a determination copies from it",
    DRAFT: "LINES before the gaps of what is undecided",
    UNDECIDED: "FACTS of the cases whose rule is undecided, the rule, and 缺因_<fact>, 缺或_<fact>: what each derived or gathered fact lacks",
    LINES: "编号, rule, knows, reason, gaps: one line a determination, before words and order",
    FIELD_ORDER: "field → place in the dictionary",
    HELD: "编号, field, value, place: what sources of equal standing say of a field that is held back",
    GAPS: "gaps → missing, names: what an undecided rule lacks, each field once, in dictionary order",
    CONTRADICTED: "编号, rule → words: what sources tell of a field the rule lacks because they differ",
    POSSIBLE: "world → number, words, fields, places: cases as they would be under each answer, handed in",
    WORLDS: "number, world, said, fields, places (one item a question, first those `asked` about), words, n, worlds: one line a world of an open case",
    MATTERS: "number, k: the questions of a case on whose answer its decision hangs, where it hangs on any",
    ALL_LINES: "DETERMINATIONS of every world, with world, place, deciding",
    LINED: "ALL_LINES without the final lines beside a case whose final results are in doubt",
    JUDGED: "DETERMINATIONS ⨝ FACTS, one line a determination: what reports read",
    RUNNING: f"编号, township, {MATTER}, start, done, gaps: the cases (or matters of cases) one clock runs for",
    STANDINGS: "start, done, gaps → due, hour, state, late, note, missing: how that clock stands, each combination once",
    OWNERS: "owner, township, name, 编号, start, place: those who owe rows of a form (`[[coverage]]`)",
    SPANS: "start → label, first, last, due: what is owed from that day on",
    COUNTED: "one line an owner and span: what is owed, what came, how it stands",
}
