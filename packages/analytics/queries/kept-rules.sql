-- What the newest cells of an app tell of the rules by which they were made: the closed day's and the open day's,
-- the app's own before those of imports. Visitors are multiples of the smallest group.
SELECT
  _table = 'emas_cells' AS isClosed,
  groupUniqArrayIf(1000)(visitors, visitors > 0) AS visitors,
  groupUniqArrayIf(100)([toString(dimension1), toString(dimension2), toString(dimension3)], dimension3 != '') AS combine
FROM merge(currentDatabase(), '^emas_(cells|fresh)$')
WHERE app = {app:String} AND portion IN (
  SELECT portion FROM (
    SELECT portion FROM emas_closed_days
    WHERE app = {app:String}
    ORDER BY origin = '' DESC, closed_at DESC, day DESC
    LIMIT 1
  )
  UNION ALL
  SELECT portion FROM (
    SELECT portion FROM emas_fresh_days
    WHERE app = {app:String}
    ORDER BY origin = '' DESC, written DESC
    LIMIT 1
  )
)
GROUP BY isClosed
