    sum(cells.visitors) AS visitors,
    sum(cells.views) AS views,
    sum(cells.visits) AS visits,
    sum(if({byPage:Bool}, cells.starts, cells.visits)) AS starts,
    sum(cells.bounces) AS bounces,
    sum(cells.duration) AS duration
  FROM (
    SELECT * FROM
-- @include cells.sql
  ) AS cells
