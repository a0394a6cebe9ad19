  multiIf(
    {interval:String} = 'whole', '',
    {interval:String} = 'quarter_hour', formatDateTime(toStartOfFifteenMinutes(slot), '%Y-%m-%dT%H:%i', {timeZone:String}),
    {interval:String} = 'hour', formatDateTime(slot, '%Y-%m-%dT%H:00', {timeZone:String}),
    {interval:String} = 'day', formatDateTime(slot, '%Y-%m-%d', {timeZone:String}),
    {interval:String} = 'week', toString(toStartOfWeek(toDate(slot, {timeZone:String}), 1)),
    toString(toStartOfMonth(toDate(slot, {timeZone:String})))
  )
