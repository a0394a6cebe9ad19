    SELECT
      toString(exit_page) AS value,
      0 AS views,
      0 AS visitors,
      sum(exits) AS visits,
      0 AS starts,
      0 AS bounces,
      0 AS duration,
      visits AS size
