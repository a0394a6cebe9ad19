-- How many logs were imported for each app.
SELECT app, uniqExact(log) AS logs
FROM emas_imports FINAL
GROUP BY app
