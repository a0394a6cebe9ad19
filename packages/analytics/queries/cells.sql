  merge(currentDatabase(), '^emas_(cells|fresh)$')
-- The first three lines find the rows by the table's order; the fourth leaves those of other groupings out.
WHERE app = {app:String} AND day BETWEEN {from:Date} AND {to:Date}
  AND dimension1 IN {dimensions1:Array(String)} AND dimension2 IN {dimensions2:Array(String)} AND dimension3 IN {dimensions3:Array(String)}
  AND (length({groupings:Array(String)}) = 1 OR concat(dimension1, ' ', dimension2, ' ', dimension3) IN {groupings:Array(String)})
  AND ({filter1:String} = '' OR (
    (dimension1 != {filter1:String} OR value1 IN {values1:Array(String)})
    AND (dimension2 != {filter1:String} OR value2 IN {values1:Array(String)})
    AND (dimension3 != {filter1:String} OR value3 IN {values1:Array(String)})))
  AND ({filter2:String} = '' OR (
    (dimension1 != {filter2:String} OR value1 IN {values2:Array(String)})
    AND (dimension2 != {filter2:String} OR value2 IN {values2:Array(String)})
    AND (dimension3 != {filter2:String} OR value3 IN {values2:Array(String)})))
  AND ({filter3:String} = '' OR (
    (dimension1 != {filter3:String} OR value1 IN {values3:Array(String)})
    AND (dimension2 != {filter3:String} OR value2 IN {values3:Array(String)})
    AND (dimension3 != {filter3:String} OR value3 IN {values3:Array(String)})))
  AND portion IN (
    SELECT portion FROM emas_closed_days
    WHERE app = {app:String} AND day BETWEEN {from:Date} AND {to:Date}
    UNION ALL
    SELECT argMax(portion, written) FROM emas_fresh_days
    WHERE app = {app:String} AND day BETWEEN {from:Date} AND {to:Date}
      AND (day, origin) NOT IN (SELECT day, origin FROM emas_closed_days WHERE app = {app:String})
    GROUP BY day, origin
  )
