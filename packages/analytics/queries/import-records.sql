-- How far the logs of an app were imported, of those whose first line is this one; of all where it is ''.
SELECT file, log, position, pending, lines, batch, toString(first) AS first, toString(last) AS last
FROM emas_imports FINAL
WHERE app = {app:String} AND startsWith(file, {stem:String})
