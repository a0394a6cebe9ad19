-- Parts of open days whose rows are elsewhere or gone, and whose files are still there.
SELECT count() AS parts
FROM system.parts
WHERE database = currentDatabase() AND table = 'emas_open' AND NOT active
