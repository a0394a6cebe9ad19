-- How far one log was imported.
SELECT
  argMax(position, updated_at) AS position,
  argMax(pending, updated_at) AS pending,
  argMax(lines, updated_at) AS lines
FROM emas_imports
WHERE app = {app:String} AND file = {file:String}
GROUP BY file
