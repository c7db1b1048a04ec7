"""A case whose questions are open is decided only where every way of answering them leads to the same 分类 and 结果.

All of it is SQL over the lines of each world. Cases without an open question pass through untouched; where no case has one,
nothing of this runs.
"""

from collections.abc import Sequence

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import OPEN_WORLDS, Group, Phase
from rescue_cli.engine.base import Engine
from rescue_cli.judge.decisive_questions import answers_in_words, asked_of
from rescue_cli.judge.judge_tables import FACTS, FIELD_ORDER, LINED, POSSIBLE, WORLD, WORLDS
from rescue_cli.judge.told_ways import BETWEEN, fields_in_doubt, in_words, is_loud, is_open, where_answered
from rescue_cli.pack import model as m
from rescue_cli.pack.language.scope import Scope
from rescue_cli.pack.language.sql import literal, quoted

MOST = 32  # worlds of a case; beyond that a person has to answer something before anything can be said
_TOO_MANY = f"未定的问题太多，合起来超过{MOST}种情形，不能逐一判断"
_ORDER = (f.CASE, f.RULE, f.OUTCOME, f.GROUP, f.PHASE, f.REASON, f.BASIS, f.MISSING)
_CORRECT_ROWS = "核对所列各处，改正后重报"  # where ways of telling one fact differ


def true_case(column: str = quoted(f.CASE)) -> str:
    """SQL: the number of the case a world is of."""
    return f"split_part({column}, '{BETWEEN}', 1)"


def lay_out_worlds(engine: Engine, pack: m.Pack) -> bool:
    """WORLDS: one line a world of every case that has questions open. False where there is none."""
    scope = Scope.for_rules(pack)
    answers = _after_answers("p.words", in_words(pack, scope))
    fields = _after_answers("list_transform(p.fields, x -> [x])", fields_in_doubt(pack, scope))
    places = _after_answers("p.places", where_answered(pack, _CORRECT_ROWS))
    engine.create(
        WORLDS,
        f"""SELECT *, row_number() OVER (PARTITION BY number ORDER BY world) AS n,
                   count(*) OVER (PARTITION BY number) AS worlds, array_to_string(said, '、') AS words
            FROM (SELECT {true_case(f"h.{quoted(f.CASE)}")} AS number, h.{quoted(WORLD)} AS world, {answers} AS said, coalesce(len(p.words), 0) AS asked,
                         {is_loud(pack)} OR coalesce(p.loud, FALSE) AS loud, {fields} AS fields, {places} AS places
                  FROM {FACTS} h LEFT JOIN {POSSIBLE} p ON h.{quoted(f.CASE)} = p.world
                  WHERE (({is_open(pack)}) OR p.world IS NOT NULL)
                    AND h.{quoted(f.CASE)} NOT IN (SELECT number FROM {POSSIBLE}))""",
    )
    return bool(engine.sql(f"SELECT 1 AS n FROM {WORLDS} LIMIT 1").num_rows)


def _after_answers(answers: str, of_ways: Sequence[str]) -> str:
    """SQL: one list, an item a question: of those answered in a world, then of the facts told in several ways."""
    return f"list_concat(coalesce({answers}, []), [{', '.join(of_ways)}])"


def collapsed_query() -> str:
    """`DETERMINATIONS` of LINED: cases without open questions as they are, the others as all their worlds agree."""
    names = ", ".join(quoted(name) for name in _ORDER)
    return f"""
        WITH j AS (SELECT l.*, w.number, w.n, w.worlds, w.words, w.asked FROM {LINED} l JOIN {WORLDS} w ON l.world = w.world),
        agreed AS (
            SELECT number, min({quoted(f.OUTCOME)}) = max({quoted(f.OUTCOME)})
                           AND min({quoted(f.GROUP)}) = max({quoted(f.GROUP)}) AND max(worlds) <= {MOST} AS same,
                   min({quoted(f.REASON)}) <> max({quoted(f.REASON)}) AS otherwise_why
            FROM j WHERE deciding GROUP BY number),
        noted AS (SELECT number, string_agg(words, '，或' ORDER BY n) AS words, bool_or(loud) AND count(*) > 1 AS loud
                  FROM {WORLDS} GROUP BY number),
        lines AS (
            SELECT {names}, deciding, place FROM {LINED}
            WHERE {true_case()} NOT IN (SELECT number FROM {WORLDS})
            UNION ALL {_agreed_lines()} UNION ALL {_differing_lines()} UNION ALL {_beside_lines()})
        SELECT {names} FROM lines ORDER BY {quoted(f.CASE)}, NOT deciding, place"""


def _agreed_lines() -> str:
    """What is open is said where it is loud, or the answers make the reason print other figures; of a case with one world,
    what that one does without, and where it is answered."""
    same = "CONCAT('（尚未定，但各种情形判定相同：', s.words, '）')"
    alone = "CONCAT('（', s.words, CASE WHEN p.places IS NULL THEN '' ELSE CONCAT('；请', p.places) END, '）')"
    note = f"CASE WHEN s.loud OR (a.otherwise_why AND j.worlds > 1 AND j.asked > 0) THEN {same} WHEN j.worlds = 1 THEN {alone} ELSE '' END"
    undetermined = f"j.worlds = 1 AND {quoted(f.GROUP)} = {literal(Group.UNDETERMINED)}"
    return f"""
        SELECT j.number, {quoted(f.RULE)}, {quoted(f.OUTCOME)}, {quoted(f.GROUP)}, {quoted(f.PHASE)},
               CONCAT({quoted(f.REASON)}, {note}), {quoted(f.BASIS)},
               CASE WHEN {undetermined} THEN d.fields WHEN NOT j.knows THEN g.fields ELSE {quoted(f.MISSING)} END, TRUE, place
        FROM j JOIN agreed a ON j.number = a.number JOIN noted s ON j.number = s.number
        LEFT JOIN ({_answered_at()}) p ON j.number = p.number
        LEFT JOIN ({_doubtful_fields()}) d ON j.number = d.number
        LEFT JOIN ({_gaps()}) g ON j.number = g.number
        WHERE deciding AND a.same AND j.n = 1"""


def _answered_at() -> str:
    return f"""
        SELECT number, string_agg(item, '；' ORDER BY item DESC) AS places
        FROM ({asked_of("places")}) WHERE item IS NOT NULL GROUP BY number"""


def _differing_lines() -> str:
    """One line a case, for a person: what each answer would give, what is in doubt, and where it is answered."""
    undetermined = literal(Group.UNDETERMINED)
    would_be = f"CONCAT({quoted(f.OUTCOME)}, CASE WHEN {quoted(f.GROUP)} = {undetermined} THEN CONCAT('（', {quoted(f.REASON)}, '）') ELSE '' END)"
    return f"""
        SELECT o.number, {literal(OPEN_WORLDS)}, {undetermined}, {undetermined},
               CASE WHEN o.first_phase = o.last_phase THEN o.first_phase ELSE {literal(Phase.PRELIMINARY)} END,
               CASE WHEN o.worlds > {MOST} THEN {literal(_TOO_MANY)}
                    ELSE CONCAT('尚不能判定：', t.words) END || CASE WHEN p.places IS NULL THEN '' ELSE CONCAT('。请', p.places) END,
               coalesce(b.words, ''), f.fields, TRUE, 0
        FROM (SELECT j.number, max(worlds) AS worlds, min({quoted(f.PHASE)}) AS first_phase, max({quoted(f.PHASE)}) AS last_phase
              FROM j JOIN agreed a ON j.number = a.number WHERE deciding AND NOT a.same GROUP BY j.number) o
        LEFT JOIN (SELECT number, string_agg(CONCAT('若', words, '：', would_be), '；' ORDER BY n) AS words
              FROM (SELECT number, would_be, string_agg(words, '，或' ORDER BY n) AS words, min(n) AS n
                    FROM (SELECT j.number, a.words, first({would_be} ORDER BY j.n) AS would_be, min(j.n) AS n
                          FROM j JOIN ({answers_in_words()}) a ON j.world = a.world WHERE deciding GROUP BY j.number, a.words)
                    GROUP BY number, would_be)
              GROUP BY number) t ON o.number = t.number
        LEFT JOIN (SELECT number, string_agg(basis, '；' ORDER BY n) AS words
              FROM (SELECT number, {quoted(f.BASIS)} AS basis, min(n) AS n FROM j WHERE deciding AND {quoted(f.BASIS)} <> ''
                    GROUP BY number, {quoted(f.BASIS)}) GROUP BY number) b ON o.number = b.number
        LEFT JOIN ({_answered_at()}) p ON o.number = p.number
        LEFT JOIN ({_doubtful_fields()}) f ON o.number = f.number"""


def _doubtful_fields() -> str:
    """What the open questions are about, then what any world lacks."""
    return _in_order(f"""SELECT number, unnest(item) AS field FROM ({asked_of("fields")})
              UNION SELECT number, unnest({quoted(f.MISSING)}) FROM j WHERE deciding""")


def _gaps() -> str:
    """What any world lacks, and what the case itself does while nothing is answered: all that is missing, at once."""
    of_case = f"l.deciding AND NOT l.knows AND l.world IN (SELECT number FROM {WORLDS})"
    return _in_order(f"""SELECT number, unnest({quoted(f.MISSING)}) AS field FROM j WHERE deciding
              UNION SELECT l.world, unnest(l.{quoted(f.MISSING)}) FROM {LINED} l WHERE {of_case}""")


def _in_order(fields: str) -> str:
    """Each field of a case once, in dictionary order."""
    return f"""
        SELECT n.number, list(n.field ORDER BY o.place NULLS LAST, n.field) AS fields FROM ({fields}) n
        LEFT JOIN {FIELD_ORDER} o ON n.field = o.field GROUP BY n.number"""


def _beside_lines() -> str:
    """What is listed beside the group where it is listed in every world."""
    return f"""
        SELECT j.number, {quoted(f.RULE)}, {quoted(f.OUTCOME)}, {quoted(f.GROUP)}, {quoted(f.PHASE)}, {quoted(f.REASON)},
               {quoted(f.BASIS)}, {quoted(f.MISSING)}, FALSE, place
        FROM j JOIN (SELECT number, {quoted(f.RULE)} AS rule FROM j WHERE NOT deciding
                     GROUP BY number, {quoted(f.RULE)} HAVING count(*) = max(worlds)) k
        ON j.number = k.number AND j.{quoted(f.RULE)} = k.rule WHERE NOT deciding AND j.n = 1"""


def worlds_query() -> str:
    """`core.worlds.WORLDS`: what each way of answering would give, of every case with a question open."""
    return f"""
        SELECT w.number AS {quoted(f.CASE)}, CAST(w.n AS INTEGER) AS {quoted(c.WORLD_NUMBER)}, w.words AS {quoted(c.ANSWER_WORDS)},
               l.{quoted(f.RULE)}, l.{quoted(f.OUTCOME)}, l.{quoted(f.GROUP)}, l.{quoted(f.REASON)}
        FROM {WORLDS} w JOIN {LINED} l ON w.world = l.world WHERE l.deciding ORDER BY w.number, w.n"""
