-- How much there is of an open day.
SELECT count() AS rows, sum(emas_open.hits) AS hits,
  uniqExactArray(if(kind IN ('hit', 'view'), keys, [])) AS visitors
FROM emas_open
WHERE app = {app:String} AND day = {day:Date} AND origin = {origin:String}
