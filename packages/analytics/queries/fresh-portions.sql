-- What was made of an open day, the newest first, and whether its cells are still there.
SELECT toString(portion) AS portion, rows, visitors, portion IN (
    SELECT portion FROM emas_fresh WHERE app = {app:String} AND day = {day:Date}
  ) AS isHeld
FROM emas_fresh_days
WHERE app = {app:String} AND day = {day:Date} AND origin = {origin:String}
ORDER BY written DESC
