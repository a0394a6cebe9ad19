-- How often events happened, by one or two of the things that are counted. What is not asked for is a text
-- that holds for all: the statement is the same for every question.
SELECT
  toString({by:Identifier}) AS value,
  if({by:String} = {then:String}, '', toString({then:Identifier})) AS also,
  toUInt64(sum(count)) AS count,
  uniqExactIf(account, account != '') AS accounts,
  uniqExactIf(prefix, prefix != '') AS prefixes,
  toUnixTimestamp64Milli(min(first)) AS first,
  toUnixTimestamp64Milli(max(last)) AS last
FROM (
  SELECT hour, event, outcome, reason, account, prefix, country, client, endpoint,
    emas_event_counts.count AS count, emas_event_counts.first AS first, emas_event_counts.last AS last
  FROM emas_event_counts
  WHERE app = {app:String}
    AND hour >= toStartOfHour(fromUnixTimestamp64Milli({from:Int64}, 'UTC'))
    AND hour < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
    AND event IN {events:Array(String)}
    AND ({has_outcome:UInt8} = 0 OR outcome = {outcome:String})
    AND ({has_reason:UInt8} = 0 OR reason = {reason:String})
    AND ({has_account:UInt8} = 0 OR account = {account:String})
    AND ({has_prefix:UInt8} = 0 OR prefix = {prefix:String})
    AND ({has_country:UInt8} = 0 OR country = {country:String})
    AND ({has_client:UInt8} = 0 OR client = {client:String})
    AND ({has_endpoint:UInt8} = 0 OR endpoint = {endpoint:String})
)
GROUP BY value, also
ORDER BY if({by:String} = 'hour', value, '') ASC, count DESC, value ASC, also ASC
LIMIT {limit:UInt32}
