-- Sums of cells by one of their values, the largest first; the folded values come with them.
SELECT *, row_number() OVER (PARTITION BY value = '(other)' ORDER BY visitors DESC, visits DESC, views DESC, value) AS position
FROM (
  SELECT
    toString([value1, value2, value3][{place:UInt8}]) AS value,
-- @include cell-sums.sql
  GROUP BY value
)
WHERE value = '(other)' OR {search:String} = '' OR positionCaseInsensitiveUTF8(value, {search:String}) > 0
QUALIFY value = '(other)' OR (position > {offset:UInt32} AND position <= {offset:UInt32} + {limit:UInt32} + 1)
ORDER BY value = '(other)', position
