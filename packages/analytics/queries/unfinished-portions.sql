-- Portions of open days of an app, those included that a process left unfinished.
SELECT DISTINCT toString(portion) AS portion
FROM emas_fresh
WHERE app = {app:String}
