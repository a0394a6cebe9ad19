    sum(cells.visitors) AS visitors,
    sum(cells.views) AS views,
    sum(cells.visits) AS visits,
    -- A page's visits are those that saw it; those that began there are told apart from them.
    sum(if('page' IN (cells.dimension1, cells.dimension2, cells.dimension3), cells.starts, cells.visits)) AS starts,
    sum(cells.bounces) AS bounces,
    sum(cells.duration) AS duration
  FROM (
    SELECT * FROM
-- @include cells.sql
  ) AS cells
