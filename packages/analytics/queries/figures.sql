-- Sums of cells by the interval in which they lie. Keys change daily, so visitors of several days are the sum
-- of the days'.
SELECT
  multiIf(
    {interval:String} = 'whole', '',
    {interval:String} = 'hour', concat(toString(day), 'T', multiIf(dimension1 = 'hour', value1, dimension2 = 'hour', value2, value3), ':00'),
    {interval:String} = 'day', toString(day),
    {interval:String} = 'week', toString(toStartOfWeek(day, 1)),
    toString(toStartOfMonth(day))
  ) AS start,
-- @include cell-sums.sql
GROUP BY start
ORDER BY start
