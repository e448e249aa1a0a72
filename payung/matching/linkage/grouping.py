"""Who belongs together? Pairs become groups: everybody who hangs on a chain of pairs."""

from payung.matching.linkage.engine import Engine


def group(engine: Engine) -> None:
    """Table `clusters` (id, cluster) for everybody in `input`; cluster is the smallest id of the group."""
    engine.keep("names", "SELECT n, n AS root FROM people")
    engine.keep("edges", "SELECT n_l AS a, n_r AS b FROM weighed UNION ALL SELECT n_r, n_l FROM weighed")
    while _step(engine):
        pass
    engine.keep(
        "clusters",
        "SELECT p.id, min(p.id) OVER (PARTITION BY c.root) AS cluster FROM people p JOIN names c USING (n) ORDER BY 2, 1",
    )


def _step(engine: Engine) -> bool:
    """Everybody takes the smallest root among his neighbours, then that root's own: chains shorten by half."""
    engine.keep(
        "closer",
        """SELECT c.n, least(c.root, coalesce(min(o.root), c.root)) AS root
        FROM names c LEFT JOIN edges e ON e.a = c.n LEFT JOIN names o ON o.n = e.b GROUP BY c.n, c.root""",
    )
    engine.keep("jumped", "SELECT c.n, o.root FROM closer c JOIN closer o ON o.n = c.root")
    changed = engine.rows("SELECT count(*) FROM names a JOIN jumped b USING (n) WHERE a.root <> b.root")[0][0]
    engine.keep("names", "SELECT * FROM jumped")
    return bool(changed)
