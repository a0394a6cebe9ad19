-- Portions that were begun long ago and do not count: a process was killed as it made them. `emas_kept` has no
-- app, and what was left of an app that is gone is nobody's to remove: those are of all apps.
SELECT place, toString(number) AS portion
FROM (
  SELECT DISTINCT 'emas_cells' AS place, portion AS number
  FROM emas_cells
  WHERE app = {app:String} AND portion NOT IN (SELECT portion FROM emas_closed_days WHERE app = {app:String})
    AND day NOT IN (SELECT day FROM emas_closing WHERE app = {app:String})
  UNION ALL
  SELECT DISTINCT 'emas_fresh', portion
  FROM emas_fresh
  WHERE portion NOT IN (SELECT portion FROM emas_fresh_days)
  UNION ALL
  SELECT DISTINCT 'emas_kept', portion
  FROM emas_kept
)
WHERE number < {young:UInt64}
