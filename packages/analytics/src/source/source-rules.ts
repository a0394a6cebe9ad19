/** What a host is, as GA4's default channel groups sort them, and assistants besides. */
export type SourceCategory = 'search' | 'social' | 'video' | 'shopping' | 'assistant' | 'email';

/** A source's name, what it is, and the hosts and campaign names it goes by. */
export interface SourceRule {
  readonly name: string;
  readonly category: SourceCategory;
  /** Hosts (with everything below them) and values of `utm_source`, lower case. */
  readonly keys: readonly string[];
}

const rule = (name: string, category: SourceCategory, keys: string): SourceRule => ({
  name,
  category,
  keys: keys.split(' '),
});

/**
 * A more exact host wins over its parent: mail.google.com is not Google's search. Data, read when a
 * question is asked: a rule put right counts for the past as well.
 */
export const SOURCE_RULES: readonly SourceRule[] = [
  rule(
    'Google',
    'search',
    'google google.com google.com.my google.co.id google.com.sg google.co.th google.co.uk google.de google.fr google.es google.it google.nl google.pl google.ca google.com.au google.co.in google.co.jp google.com.br google.com.tr google.ru com.google.android.googlequicksearchbox googleads adwords',
  ),
  rule('Bing', 'search', 'bing bing.com'),
  rule('Yahoo', 'search', 'yahoo search.yahoo.com search.yahoo.co.jp'),
  rule('DuckDuckGo', 'search', 'duckduckgo duckduckgo.com'),
  rule('Baidu', 'search', 'baidu baidu.com'),
  rule('Yandex', 'search', 'yandex yandex.ru yandex.com yandex.kz yandex.com.tr ya.ru'),
  rule('Ecosia', 'search', 'ecosia ecosia.org'),
  rule('Brave Search', 'search', 'search.brave.com'),
  rule('Startpage', 'search', 'startpage startpage.com'),
  rule('Qwant', 'search', 'qwant qwant.com'),
  rule('Kagi', 'search', 'kagi kagi.com'),
  rule('Naver', 'search', 'naver search.naver.com'),
  rule('Seznam', 'search', 'seznam search.seznam.cz'),
  rule('Sogou', 'search', 'sogou sogou.com'),
  rule('AOL', 'search', 'search.aol.com'),
  rule('Ask', 'search', 'ask.com'),
  rule(
    'Facebook',
    'social',
    'facebook fb facebook.com fb.com fb.me m.me com.facebook.katana messenger.com messenger facebook_ads',
  ),
  rule('Instagram', 'social', 'instagram ig instagram.com com.instagram.android'),
  rule('Threads', 'social', 'threads threads.net threads.com'),
  rule('X', 'social', 'twitter x twitter.com x.com t.co com.twitter.android'),
  rule('LinkedIn', 'social', 'linkedin linkedin.com lnkd.in com.linkedin.android'),
  rule('TikTok', 'social', 'tiktok tiktok.com'),
  rule('WhatsApp', 'social', 'whatsapp whatsapp.com wa.me com.whatsapp'),
  rule('Telegram', 'social', 'telegram telegram.org t.me org.telegram.messenger'),
  rule('Reddit', 'social', 'reddit reddit.com redd.it'),
  rule('Pinterest', 'social', 'pinterest pinterest.com pin.it'),
  rule('Quora', 'social', 'quora quora.com'),
  rule('Lowyat', 'social', 'lowyat forum.lowyat.net'),
  rule('Mastodon', 'social', 'mastodon mastodon.social mastodon.online'),
  rule('Bluesky', 'social', 'bluesky bsky.app'),
  rule('Hacker News', 'social', 'hackernews news.ycombinator.com'),
  rule('VK', 'social', 'vk vk.com'),
  rule('Weibo', 'social', 'weibo weibo.com'),
  rule('WeChat', 'social', 'wechat weixin.qq.com'),
  rule('LINE', 'social', 'line.me liff.line.me'),
  rule('Discord', 'social', 'discord discord.com'),
  rule('Tumblr', 'social', 'tumblr tumblr.com'),
  rule('Stack Overflow', 'social', 'stackoverflow stackoverflow.com stackexchange.com'),
  rule('YouTube', 'video', 'youtube youtube.com youtu.be com.google.android.youtube'),
  rule('Vimeo', 'video', 'vimeo vimeo.com'),
  rule('Twitch', 'video', 'twitch twitch.tv'),
  rule('Dailymotion', 'video', 'dailymotion dailymotion.com'),
  rule('Shopee', 'shopping', 'shopee shopee.com.my shopee.sg shopee.co.id'),
  rule('Lazada', 'shopping', 'lazada lazada.com.my lazada.sg'),
  rule('Amazon', 'shopping', 'amazon amazon.com amazon.co.uk amazon.de amazon.sg'),
  rule('eBay', 'shopping', 'ebay ebay.com'),
  rule('ChatGPT', 'assistant', 'chatgpt chatgpt.com chat.openai.com openai.com openai'),
  rule('Claude', 'assistant', 'claude claude.ai anthropic.com'),
  rule('Gemini', 'assistant', 'gemini gemini.google.com bard.google.com'),
  rule('Copilot', 'assistant', 'copilot copilot.microsoft.com copilot.com copilot.cloud.microsoft'),
  rule('Perplexity', 'assistant', 'perplexity perplexity.ai'),
  rule('DeepSeek', 'assistant', 'deepseek deepseek.com chat.deepseek.com'),
  rule('Meta AI', 'assistant', 'meta.ai'),
  rule('Grok', 'assistant', 'grok grok.com'),
  rule('Mistral', 'assistant', 'mistral chat.mistral.ai'),
  rule('Phind', 'assistant', 'phind phind.com'),
  rule('You.com', 'assistant', 'you.com'),
  rule('Gmail', 'email', 'gmail mail.google.com com.google.android.gm'),
  rule('Outlook', 'email', 'outlook outlook.live.com outlook.office.com outlook.office365.com'),
  rule('Yahoo Mail', 'email', 'mail.yahoo.com'),
  rule('Proton Mail', 'email', 'mail.proton.me'),
];

/** Google's other services, which the parent's rule would call search. */
export const NOT_SEARCH: readonly string[] = [
  'docs.google.com',
  'drive.google.com',
  'sites.google.com',
  'classroom.google.com',
  'translate.google.com',
  'groups.google.com',
  'meet.google.com',
  'calendar.google.com',
  'accounts.google.com',
  'support.google.com',
  'play.google.com',
  'cloud.google.com',
  'developers.google.com',
];
