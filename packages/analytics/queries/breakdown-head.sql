-- Values with fewer than {smallCells} are folded into one row. Where these together are still too few,
-- the next smallest join them: otherwise the difference to the total would give them away.
SELECT *
FROM (
  SELECT
    *,
    row_number() OVER (PARTITION BY small ORDER BY visitors DESC, visits DESC, views DESC, shown) AS position
  FROM (
    SELECT
      if(small, '', value) AS shown,
      small,
      count() AS values,
      sum(folding.views) AS views,
      sum(folding.visitors) AS visitors,
      sum(folding.visits) AS visits,
      sum(folding.starts) AS starts,
      sum(folding.bounces) AS bounces,
      sum(folding.duration) AS duration
    FROM (
      SELECT
        *,
        sum(size) OVER (ORDER BY size, value ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS smaller,
        size < {smallCells:UInt32} OR (smaller > 0 AND smaller < {smallCells:UInt32}) AS small
      FROM (
