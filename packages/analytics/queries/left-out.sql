-- What was no page view of a person, by reason, and bots by name.
SELECT value1 AS reason, value2 AS name, sum(cells.views) AS count
FROM (
  SELECT * FROM
-- @include cells.sql
) AS cells
GROUP BY reason, name
ORDER BY count DESC, reason, name
