-- Sums of cells by one of their values, for each dimension that is asked for: the largest first; the folded
-- values come with them.
SELECT *, row_number() OVER (PARTITION BY dimension, value = '(other)' ORDER BY visitors DESC, visits DESC, views DESC, value) AS position
FROM (
  SELECT
    transform(concat(dimension1, ' ', dimension2, ' ', dimension3), {groupings:Array(String)}, {places:Array(UInt8)}, 0) AS place,
    toString(multiIf(place = 1, dimension1, place = 2, dimension2, dimension3)) AS dimension,
    toString(multiIf(place = 1, value1, place = 2, value2, value3)) AS value,
-- @include cell-sums.sql
  GROUP BY place, dimension, value
)
WHERE value = '(other)' OR {search:String} = '' OR positionCaseInsensitiveUTF8(value, {search:String}) > 0
QUALIFY value = '(other)' OR (position > {offset:UInt32} AND position <= {offset:UInt32} + {limit:UInt32} + 1)
ORDER BY dimension, value = '(other)', position
