-- Days of an app that were closed, by portion.
SELECT day, origin, toString(portion) AS portion
FROM emas_closed_days
WHERE app = {app:String}
ORDER BY day
