"""Which of a case's open questions its decision hangs on: one that changes nothing is neither named nor asked about."""

from rescue_cli.core import fields as f
from rescue_cli.judge.judge_tables import LINED, MATTERS, WORLDS
from rescue_cli.pack.language.sql import quoted

_OUTCOME = f"concat_ws('/', l.{quoted(f.OUTCOME)}, l.{quoted(f.GROUP)})"


def decisive_questions() -> str:
    """MATTERS: number, k – the places in WORLDS.said of the questions on which 分类 or 结果 hangs: an answer, where another
    one leads to other outcomes, all other answers alike; a way of telling a fact, where another way does in the same world.

    Of a case for which these alone do not tell the outcomes apart, every question.
    """
    return f"""
        WITH ended AS (SELECT w.number, w.said, w.asked, {_OUTCOME} AS outcome
                       FROM {WORLDS} w JOIN {LINED} l ON w.world = l.world WHERE l.deciding),
        placed AS (SELECT number, outcome, said, asked, unnest(range(1, len(said) + 1)) AS k FROM ended),
        answered AS (SELECT number, said[1:asked] AS answers, asked, list_sort(list(DISTINCT outcome)) AS outcomes
                     FROM ended WHERE asked > 0 GROUP BY number, said[1:asked], asked),
        of_answers AS (SELECT number, answers, outcomes, unnest(range(1, asked + 1)) AS k FROM answered),
        decisive AS (SELECT DISTINCT number, k
                     FROM (SELECT number, k FROM of_answers
                           GROUP BY number, k, list_concat(answers[1:k - 1], answers[k + 1:])
                           HAVING count(DISTINCT outcomes) > 1
                           UNION ALL SELECT number, k FROM placed WHERE k > asked
                           GROUP BY number, k, list_concat(said[1:k - 1], said[k + 1:])
                           HAVING min(outcome) <> max(outcome))),
        reduced AS (SELECT p.number, p.said, min(p.outcome) AS outcome, list(p.said[p.k] ORDER BY p.k) AS kept
                    FROM placed p JOIN decisive d ON p.number = d.number AND p.k = d.k GROUP BY p.number, p.said),
        unclear AS (SELECT DISTINCT number FROM (SELECT number FROM reduced GROUP BY number, kept
                                                 HAVING min(outcome) <> max(outcome)))
        SELECT number, k FROM decisive WHERE number NOT IN (SELECT number FROM unclear)
        UNION SELECT number, k FROM placed WHERE number IN (SELECT number FROM unclear)"""


def answers_in_words() -> str:
    """SELECT number, world, words: what is answered in each world to the questions that matter; the first worlds speak for
    those that give the same answers."""
    return f"""
        SELECT w.number, w.world, string_agg(w.said[d.k], '、' ORDER BY d.k) AS words
        FROM {WORLDS} w JOIN {MATTERS} d ON w.number = d.number GROUP BY w.number, w.world"""


def asked_of(column: str) -> str:
    """SELECT number, item of the questions that matter, or of all where none does: `column` is "fields" or "places"."""
    of_question = f"w.{column}[u.k]"
    return f"""
        SELECT DISTINCT w.number, {of_question} AS item
        FROM {WORLDS} w JOIN (SELECT number, k FROM {MATTERS}
                              UNION SELECT number, unnest(range(1, len(said) + 1)) FROM {WORLDS}
                              WHERE number NOT IN (SELECT number FROM {MATTERS})) u ON w.number = u.number"""
