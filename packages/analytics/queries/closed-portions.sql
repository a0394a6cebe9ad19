-- Portions of a day that count, and what they were made of.
SELECT toString(portion) AS portion, arrayMap(part -> toString(part), parts) AS contents
FROM emas_closed_days
WHERE app = {app:String} AND day = {day:Date} AND origin = {origin:String}
