-- The parts of a day that is to be closed, and a number that stands for what is in each.
SELECT _part AS part, count() AS rows,
  toString(sum(cityHash64(batch, kind, hour, visit, pages, left_pages, keys, steps, amounts))) AS content
FROM emas_closing
WHERE app = {app:String} AND day = {day:Date} AND origin = {origin:String}
GROUP BY part
ORDER BY part
