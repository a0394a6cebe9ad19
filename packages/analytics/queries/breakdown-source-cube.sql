-- Sources or channels under any instants and filters.
-- @include breakdown-head.sql
-- @include breakdown-cube-sums.sql
        SELECT
          toString({dimension:Identifier}) AS value,
          local_day,
          sum(told_views) AS day_views,
          sum(told_page_visits) AS day_page_visits,
          uniqMerge(told_visitors) AS day_visitors
        FROM (
          SELECT
            referrer,
            utm_source,
            utm_medium,
            toDate(slot, {timeZone:String}) AS local_day,
            sum(views) AS told_views,
            sum(page_visits) AS told_page_visits,
            uniqMergeState(visitors) AS told_visitors
          FROM emas_views
          WHERE
-- @include filters.sql
            AND (empty({pages:Array(String)}) OR page IN {pages:Array(String)})
          GROUP BY referrer, utm_source, utm_medium, local_day
        ) AS figures
        INNER JOIN (
-- @include classified-sources.sql
        ) AS classified USING (referrer, utm_source, utm_medium)
        GROUP BY value, local_day
      )
      GROUP BY value
      UNION ALL
      SELECT
        toString({dimension:Identifier}) AS value,
        0 AS part_views,
        0 AS part_visitors,
        0 AS part_page_visits,
        sum(told_starts) AS part_starts,
        sum(told_bounces) AS part_bounces,
        sum(told_duration) AS part_duration
      FROM (
        SELECT
          referrer,
          utm_source,
          utm_medium,
          sum(emas_visits.starts) AS told_starts,
          sum(emas_visits.bounces) AS told_bounces,
          sum(emas_visits.duration) AS told_duration
        FROM emas_visits
        WHERE
-- @include filters.sql
          AND (empty({pages:Array(String)}) OR entry_page IN {pages:Array(String)})
        GROUP BY referrer, utm_source, utm_medium
      ) AS figures
      INNER JOIN (
-- @include classified-sources.sql
      ) AS classified USING (referrer, utm_source, utm_medium)
      GROUP BY value
    )
    GROUP BY value
-- @include breakdown-tail.sql
