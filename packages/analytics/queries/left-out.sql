-- What was no page view of a person, by reason, and bots by name.
SELECT reason, name, sum(requests) AS count
FROM emas_left_out
WHERE app = {app:String}
  AND slot >= toDateTime({from:UInt32}, 'UTC') AND slot < toDateTime({to:UInt32}, 'UTC')
GROUP BY reason, name
ORDER BY count DESC, reason, name
