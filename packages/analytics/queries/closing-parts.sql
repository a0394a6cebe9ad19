-- The parts of a day that is to be closed, and a number that stands for what is in each.
SELECT _part AS part, sum(emas_closing.hits) AS hits,
  toString(sum(cityHash64(batch, kind, hour, visit, page_texts, left_page_texts, key_texts, step_texts, amount_texts))) AS content
FROM emas_closing
WHERE app = {app:String} AND day = {day:Date} AND origin = {origin:String}
GROUP BY part
ORDER BY part
