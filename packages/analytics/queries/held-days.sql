-- Days of an app of which the tables with one partition for each day have something.
SELECT DISTINCT day, origin
FROM merge(currentDatabase(), '^emas_(open|closing|rounding|fresh_days)$')
WHERE app = {app:String}
