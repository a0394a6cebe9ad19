-- Visitors with a page view in the last five minutes.
SELECT uniqMerge(visitors) AS visitors
FROM emas_minutes
WHERE app = {app:String} AND minute > now() - INTERVAL 5 MINUTE
