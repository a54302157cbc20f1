"""Everything in DuckDB: one query of window functions over the table of sessions."""

from __future__ import annotations

from collections import Counter

from tests.benchmarks.peers.same_ratings import Flat

BY = Flat()
QUERY = f"""
WITH rated AS (
  SELECT strand, session, ors, row_number() OVER w - 1 AS place, first_value(ors) OVER w AS intake,
    max(ors) OVER (w ROWS UNBOUNDED PRECEDING) AS best,
    max(ors) OVER (w ROWS 4 PRECEDING) - min(ors) OVER (w ROWS 4 PRECEDING) AS width,
    lag(ors, 1) OVER w AS b1, lag(ors, 2) OVER w AS b2, lag(ors, 3) OVER w AS b3, lag(ors, 4) OVER w AS b4,
    lag(ors, 5) OVER w AS b5,
    last_value(ors) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS latest,
    count(*) OVER (PARTITION BY strand) AS ratings
  FROM sessions WHERE ors IS NOT NULL WINDOW w AS (PARTITION BY strand ORDER BY session)
), wide AS (
  SELECT strand, session, CASE WHEN sign(ors - b1) IS DISTINCT FROM
    lag(sign(ors - b1)) OVER (PARTITION BY strand ORDER BY session) THEN 1 ELSE 0 END AS turn
  FROM rated WHERE abs(ors - b1) >= 60
), lined AS (
  SELECT rated.*, intake / 10 - {BY.centre} AS x, ln(1 + least(place, {BY.flat})) AS logged, b2 - b3 AS jump,
    {BY.base} + {BY.base_x} * x + ({BY.slope} + {BY.slope_x} * x) * logged AS expected,
    sqrt({BY.intercept_variance} + 2 * {BY.covariance} * logged + {BY.slope_variance} * logged * logged
      + {BY.residual_variance}) AS deviation,
    ors + b1 + b2 - b3 - b4 - b5 AS difference,
    3 * (ors*ors + b1*b1 + b2*b2) - (ors + b1 + b2)*(ors + b1 + b2)
      + 3 * (b3*b3 + b4*b4 + b5*b5) - (b3 + b4 + b5)*(b3 + b4 + b5) AS spread,
    coalesce(sum(turn) OVER (PARTITION BY strand ORDER BY session), 0) AS swings
  FROM rated LEFT JOIN wide USING (strand, session)
), outcome AS (
  SELECT *, place > 0 AND intake <= 320 AS tracked, ors < 10 * (expected + {BY.red} * deviation) - 1e-6 AS red,
    ors >= 10 * (expected + {BY.amber} * deviation) - 1e-6 AS green, tracked AND red AS off_track,
    tracked AND ors >= 10 * ({BY.base} + {BY.base_x} * x
      + ({BY.slope} + {BY.slope_x} * x) * ln(1 + {BY.flat})) - 1e-6 AS at_target,
    place >= 5 AND abs(jump) >= 50 AND 4 * abs(jump) >= b3
      AND 2 * difference * difference > 2.776445 * 2.776445 * spread AND difference * jump > 0 AS sudden
  FROM lined
), ranged AS (
  SELECT strand, session, srs, lowest, row_number() OVER w - 1 AS place, lag(srs, 1) OVER w AS p1,
    lag(srs, 2) OVER w AS p2, lag(srs, 3) OVER w AS p3,
    lead(srs, 1) OVER w AS n1, lead(srs, 2) OVER w AS n2, lead(srs, 3) OVER w AS n3,
    abs(srs - lag(srs, 1) OVER w) AS range
  FROM sessions WHERE srs IS NOT NULL WINDOW w AS (PARTITION BY strand ORDER BY session)
), usual AS (
  SELECT *, CASE WHEN place >= 4 THEN avg(srs) OVER b - greatest(2.66 * avg(range) OVER b, 10) END AS lower
  FROM ranged WINDOW b AS (PARTITION BY strand ORDER BY session ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), spoken AS (
  SELECT *, srs < 360 AS low_total, coalesce(p1 - srs >= 10, false) AS "drop",
    coalesce(srs < lower - 1e-6, false) AS below_usual_range,
    coalesce(srs < p1 AND p1 < p2 AND p2 < p3, false) AS falling, ceil(lower - 1e-6) AS usual
  FROM usual
), alliance AS (
  SELECT *, low_total OR "drop" OR below_usual_range AS dip, coalesce(greatest(n1, n2, n3) >=
    CASE WHEN below_usual_range THEN CASE WHEN low_total AND p1 >= 360 THEN least(usual, 360) ELSE usual END
    WHEN low_total THEN 360 ELSE p1 - 9 END, false) AS back
  FROM spoken
), changed AS (
  SELECT CASE WHEN ratings < 2 THEN 'not_assessable' WHEN latest - intake >= 50 THEN
    CASE WHEN intake < 250 AND latest >= 250 THEN 'recovered' ELSE 'improved' END WHEN latest - intake <= -50 THEN
    CASE WHEN intake >= 250 AND latest < 250 THEN 'harmed' ELSE 'deteriorated' END ELSE 'unchanged' END AS change
  FROM outcome WHERE place = 0
)
SELECT 'deterioration' AS name, count(*) FILTER (best - ors >= 50) AS n FROM outcome
UNION ALL SELECT 'loss_since_intake', count(*) FILTER (intake - ors >= 50) FROM outcome
UNION ALL SELECT 'off_track', count(*) FILTER (off_track) FROM outcome
UNION ALL SELECT 'red', count(*) FILTER (tracked AND red) FROM outcome
UNION ALL SELECT 'green', count(*) FILTER (tracked AND green) FROM outcome
UNION ALL SELECT 'amber', count(*) FILTER (tracked AND NOT green AND NOT red) FROM outcome
UNION ALL SELECT 'high_start', count(*) FILTER (place = 0 AND intake > 320) FROM outcome
UNION ALL SELECT 'no_reliable_gain', count(*)
  FILTER (place >= 2 AND ors - intake < 50 AND intake <= 320 AND NOT at_target) FROM outcome
UNION ALL SELECT 'sharp_last_fall', count(*) FILTER (b1 - ors >= 50) FROM outcome
UNION ALL SELECT 'target_reached', count(*) FILTER (at_target) FROM outcome
UNION ALL SELECT 'plateau', count(*) FILTER (place >= 4 AND width < 50) FROM outcome
UNION ALL SELECT 'sawtooth', count(*) FILTER (place >= 4 AND swings >= 4) FROM outcome
UNION ALL SELECT 'sudden_gain', count(*) FILTER (sudden AND jump > 0) FROM outcome
UNION ALL SELECT 'sudden_loss', count(*) FILTER (sudden AND jump < 0) FROM outcome
UNION ALL SELECT 'low_total', count(*) FILTER (low_total) FROM alliance
UNION ALL SELECT 'low_item', count(*) FILTER (lowest < 90) FROM alliance
UNION ALL SELECT 'drop', count(*) FILTER ("drop") FROM alliance
UNION ALL SELECT 'below_usual_range', count(*) FILTER (below_usual_range) FROM alliance
UNION ALL SELECT 'falling', count(*) FILTER (falling) FROM alliance
UNION ALL SELECT 'flat_40', count(*) FILTER (srs = 400 AND p1 = 400 AND p2 = 400) FROM alliance
UNION ALL SELECT 'repaired', count(*) FILTER (dip AND back) FROM alliance
UNION ALL SELECT 'unknown', count(*) FILTER (dip AND n1 IS NULL) FROM alliance
UNION ALL SELECT 'not_yet', count(*) FILTER (dip AND NOT back AND n1 IS NOT NULL) FROM alliance
UNION ALL SELECT 'rating_missing', count(*) FROM sessions
  WHERE ors IS NULL AND strand IN (SELECT strand FROM sessions WHERE ors IS NOT NULL)
UNION ALL SELECT 'alliance_missing', count(*) FROM sessions WHERE ors IS NOT NULL AND srs IS NULL
UNION ALL SELECT 'risk_of_unplanned_ending', count(*) FROM outcome LEFT JOIN alliance USING (strand, session)
  WHERE off_track AND (alliance.srs IS NULL OR "drop" OR falling)
UNION ALL SELECT change, count(*) FROM changed GROUP BY change
UNION ALL SELECT 'not_assessable', count(DISTINCT strand) FROM sessions
  WHERE strand NOT IN (SELECT strand FROM sessions WHERE ors IS NOT NULL)
"""  # noqa: S608 - only numbers of our own are put in


def table_in(connection, frame) -> None:
    """Load the sessions into a table of the database, which is not timed."""
    connection.register("frame", frame)
    connection.execute(
        "CREATE TABLE sessions AS SELECT strand, session, CASE WHEN isnan(ors) THEN NULL ELSE ors END AS ors, "
        "CASE WHEN isnan(srs) THEN NULL ELSE srs END AS srs, "
        "CASE WHEN isnan(lowest) THEN NULL ELSE lowest END AS lowest "
        "FROM frame ORDER BY strand, session"
    )
    connection.unregister("frame")


def run(connection) -> Counter:
    """Assess all strands of the table."""
    told = Counter()
    for name, count in connection.execute(QUERY).fetchall():
        told[name] += count
    return Counter({name: count for name, count in told.items() if count})
