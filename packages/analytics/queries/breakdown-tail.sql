        HAVING views != 0 OR visits != 0 OR starts != 0
      )
    ) AS folding
    GROUP BY shown, small
  )
  WHERE small OR {search:String} = '' OR positionCaseInsensitiveUTF8(shown, {search:String}) > 0
)
WHERE small OR (position > {offset:UInt32} AND position <= {offset:UInt32} + {limit:UInt32} + 1)
ORDER BY small, position
