-- How often figures were forgotten: of one day, or of any where the key is 0.
SELECT count() AS round FROM emas_forgotten
WHERE {key:UInt64} = 0 OR key = {key:UInt64}
