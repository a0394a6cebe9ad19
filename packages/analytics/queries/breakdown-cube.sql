-- Any instants and filters, by a column of the cube. Visits are those that began with the value.
-- @include breakdown-head.sql
-- @include breakdown-cube-sums.sql
        SELECT
          toString({dimension:Identifier}) AS value,
          toDate(slot, {timeZone:String}) AS local_day,
          sum(views) AS day_views,
          sum(page_visits) AS day_page_visits,
          uniqMerge(visitors) AS day_visitors
        FROM emas_views
        WHERE
-- @include filters.sql
          AND (empty({pages:Array(String)}) OR page IN {pages:Array(String)})
        GROUP BY value, local_day
      )
      GROUP BY value
      UNION ALL
      SELECT
        toString({startDimension:Identifier}) AS value,
        0 AS part_views,
        0 AS part_visitors,
        0 AS part_page_visits,
        sum(emas_visits.starts) AS part_starts,
        sum(emas_visits.bounces) AS part_bounces,
        sum(emas_visits.duration) AS part_duration
      FROM emas_visits
      WHERE
-- @include filters.sql
        AND (empty({pages:Array(String)}) OR entry_page IN {pages:Array(String)})
      GROUP BY value
    )
    GROUP BY value
-- @include breakdown-tail.sql
