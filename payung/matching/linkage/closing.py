"""Two who are both one with a third are one: what a pair alone could not show, the chain between them does.

Only a pair that is possible on its own (POSSIBLE) is raised: twins, who are told apart on purpose, stay apart. Its
probability becomes that of the better chain, the product of both links.
"""

from payung.matching.linkage.engine import Engine

POSSIBLE = 0.1


def close(engine: Engine, *, threshold: float) -> None:
    """Table `weighed` of `scored`: the pairs of at least `threshold`, on their own (`own`) or through a third."""
    engine.keep(
        "links",
        f"""SELECT n_l AS a, n_r AS b, own FROM scored WHERE own >= {threshold}
        UNION ALL SELECT n_r, n_l, own FROM scored WHERE own >= {threshold}""",
    )
    engine.keep(
        "chains",
        f"""SELECT w.n_l, w.n_r, max(s.own * t.own) AS through FROM scored w JOIN links s ON s.a = w.n_l
        JOIN links t ON t.a = w.n_r AND t.b = s.b WHERE w.own < {threshold}
        GROUP BY w.n_l, w.n_r HAVING max(s.own * t.own) >= {threshold}""",
    )
    engine.keep(
        "weighed",
        f"""SELECT w.*, coalesce(c.through, w.own) AS probability, c.through IS NOT NULL AS is_chained
        FROM scored w LEFT JOIN chains c ON c.n_l = w.n_l AND c.n_r = w.n_r
        WHERE w.own >= {threshold} OR c.through IS NOT NULL""",
    )
