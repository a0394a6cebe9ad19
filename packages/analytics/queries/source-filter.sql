      AND (referrer, utm_source, utm_medium) IN (
        SELECT referrer, utm_source, utm_medium
        FROM (
-- @include classified-sources.sql
        )
        WHERE (empty({sources:Array(String)}) OR source IN {sources:Array(String)})
          AND (empty({channels:Array(String)}) OR channel IN {channels:Array(String)})
      )
