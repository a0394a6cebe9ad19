-- The secret by which a day is rounded.
SELECT toString(low) AS low, toString(high) AS high
FROM emas_rounding
WHERE app = {app:String} AND day = {day:Date} AND origin = {origin:String}
LIMIT 1
