            -- What the app's visits were told to come from, named by the rules of today. A day more on
            -- both sides: instants of another zone may lie on them.
            SELECT
              referrer,
              utm_source,
              utm_medium,
              if(utm_source = '', referrer, lower(utm_source)) AS told,
              splitByChar('.', told) AS labels,
              arrayFirst(
                candidate -> has({ruleKeys:Array(String)}, candidate),
                arrayMap(i -> arrayStringConcat(arraySlice(labels, i), '.'), range(1, length(labels) + 1))
              ) AS rule,
              transform(rule, {ruleKeys:Array(String)}, {ruleNames:Array(String)}, told) AS source,
              transform(rule, {ruleKeys:Array(String)}, {ruleCategories:Array(String)}, '') AS category,
              lower(utm_medium) AS medium,
              match(medium, '^(.*cp.*|ppc|retargeting|paid.*)$') AS paid,
              multiIf(
                told = '' AND medium = '', 'Direct',
                paid AND category = 'search', 'Paid Search',
                paid AND category = 'social', 'Paid Social',
                paid AND category = 'video', 'Paid Video',
                paid AND category = 'shopping', 'Paid Shopping',
                medium IN ('display', 'banner', 'expandable', 'interstitial', 'cpm'), 'Display',
                paid, 'Paid Other',
                medium IN ('social', 'social-network', 'social-media', 'sm', 'social network', 'social media'), 'Organic Social',
                medium = 'video', 'Organic Video',
                medium = 'organic', 'Organic Search',
                medium IN ('email', 'e-mail', 'e_mail', 'e mail') OR told IN ('email', 'e-mail', 'e_mail', 'e mail'), 'Email',
                medium = 'affiliate', 'Affiliates',
                medium = 'audio', 'Audio',
                medium = 'sms' OR told = 'sms', 'SMS',
                match(medium, 'push$|mobile|notification') OR told = 'firebase', 'Mobile Push',
                category = 'search', 'Organic Search',
                category = 'social', 'Organic Social',
                category = 'video', 'Organic Video',
                category = 'shopping', 'Organic Shopping',
                category = 'assistant', 'AI Assistants',
                category = 'email', 'Email',
                'Referral'
              ) AS channel
            FROM (
              SELECT DISTINCT referrer, utm_source, utm_medium
              FROM emas_sources_daily
              WHERE app = {app:String} AND day BETWEEN {firstDay:Date} - 1 AND {lastDay:Date} + 1
            )
