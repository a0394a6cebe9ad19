      app = {app:String}
      AND slot >= toDateTime({from:UInt32}, 'UTC') AND slot < toDateTime({to:UInt32}, 'UTC')
      AND (empty({entryPages:Array(String)}) OR entry_page IN {entryPages:Array(String)})
      AND (empty({referrers:Array(String)}) OR referrer IN {referrers:Array(String)})
      AND (empty({utmSources:Array(String)}) OR utm_source IN {utmSources:Array(String)})
      AND (empty({utmMediums:Array(String)}) OR utm_medium IN {utmMediums:Array(String)})
      AND (empty({utmCampaigns:Array(String)}) OR utm_campaign IN {utmCampaigns:Array(String)})
      AND (empty({devices:Array(String)}) OR device IN {devices:Array(String)})
      AND (empty({browsers:Array(String)}) OR browser IN {browsers:Array(String)})
      AND (empty({systems:Array(String)}) OR os IN {systems:Array(String)})
      AND (empty({countries:Array(String)}) OR country IN {countries:Array(String)})
-- @include-for-sources source-filter.sql
