  merge(currentDatabase(), '^emas_(cells|fresh)$')
WHERE app = {app:String} AND day BETWEEN {from:Date} AND {to:Date}
  AND dimension1 = {dimension1:String} AND dimension2 = {dimension2:String} AND dimension3 = {dimension3:String}
  AND (empty({values1:Array(String)}) OR value1 IN {values1:Array(String)})
  AND (empty({values2:Array(String)}) OR value2 IN {values2:Array(String)})
  AND (empty({values3:Array(String)}) OR value3 IN {values3:Array(String)})
  AND portion IN (
    SELECT portion FROM emas_closed_days
    WHERE app = {app:String} AND day BETWEEN {from:Date} AND {to:Date}
    UNION ALL
    SELECT argMax(portion, written) FROM emas_fresh_days
    WHERE app = {app:String} AND day BETWEEN {from:Date} AND {to:Date}
      AND (day, origin) NOT IN (SELECT day, origin FROM emas_closed_days WHERE app = {app:String})
    GROUP BY day, origin
  )
