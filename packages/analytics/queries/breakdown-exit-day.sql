-- Exit pages of whole days, unfiltered.
-- @include breakdown-head.sql
-- @include breakdown-exit-sums.sql
    FROM emas_exit_pages_daily
    WHERE app = {app:String} AND day BETWEEN {firstDay:Date} AND {lastDay:Date}
    GROUP BY value
-- @include breakdown-tail.sql
