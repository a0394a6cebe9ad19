    sum(cells.visitors) AS visitors,
    sum(cells.views) AS views,
    sum(cells.visits) AS visits,
    -- A page's visits are those that saw it; those that began there are told apart from them.
    sum(if(cells.dimension1 = 'page' OR cells.dimension2 = 'page' OR cells.dimension3 = 'page', cells.starts, cells.visits)) AS starts,
    sum(cells.bounces) AS bounces,
    sum(cells.duration) AS duration
  FROM (
    SELECT * FROM
-- @include cells.sql
  ) AS cells
