    SELECT
      value,
      sum(part_views) AS views,
      sum(part_visitors) AS visitors,
      if({byPage:Bool}, sum(part_page_visits), sum(part_starts)) AS visits,
      sum(part_starts) AS starts,
      sum(part_bounces) AS bounces,
      sum(part_duration) AS duration,
      visitors AS size
    FROM (
      SELECT
        value,
        sum(day_views) AS part_views,
        sum(day_visitors) AS part_visitors,
        sum(day_page_visits) AS part_page_visits,
        0 AS part_starts,
        0 AS part_bounces,
        0 AS part_duration
      FROM (
