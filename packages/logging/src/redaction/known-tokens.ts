/** Tokens that say by their first characters whose they are. Each as its issuer describes it. */
const SHAPES: readonly string[] = [
  // Amazon Web Services: ids of access keys.
  String.raw`(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])`,
  // Google: API keys, OAuth tokens, secrets of clients.
  String.raw`AIza[\w-]{35}`,
  String.raw`ya29\.[\w.-]{16,2048}`,
  String.raw`GOCSPX-[\w-]{20,64}`,
  // GitHub, GitLab, npm, PyPI.
  String.raw`gh[opsur]_[A-Za-z0-9]{30,255}`,
  String.raw`github_pat_\w{22,255}`,
  String.raw`gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|oas)-[\w.-]{16,255}`,
  String.raw`npm_[A-Za-z0-9]{36}`,
  String.raw`pypi-[\w-]{32,512}`,
  // Slack.
  String.raw`xox[abeoprs]-[\w.-]{10,255}`,
  String.raw`xapp-[\w-]{20,255}`,
  String.raw`(?<=hooks\.slack\.com/(?:services|workflows)/)[\w/]{20,255}`,
  // Stripe, SendGrid, Shopify, DigitalOcean, Hugging Face, Telegram.
  String.raw`[rs]k_(?:live|test)_[A-Za-z0-9]{16,255}`,
  String.raw`whsec_[\w+/=-]{16,255}`,
  String.raw`SG\.[\w-]{16,64}\.[\w-]{16,128}`,
  String.raw`shp(?:at|ca|pa|ss)_[a-f0-9]{32}`,
  String.raw`do[oprt]_v1_[a-f0-9]{64}`,
  String.raw`hf_[A-Za-z]{30,64}`,
  String.raw`(?:bot)?\d{8,10}:AA[\w-]{32,40}`,
  // OpenAI, Anthropic: with a digit, which names of styles that begin alike do not have.
  String.raw`sk-(?=[A-Za-z_-]{0,64}\d)[\w-]{20,255}`,
  // JSON Web Tokens, signed (RFC 7515) and encrypted (RFC 7516): the first part is the Base64 of `{"`.
  String.raw`(?<![_-])eyJ[\w-]{8,65536}\.[\w-]{0,65536}\.[\w-]{0,65536}(?:\.[\w-]{1,65536}){0,2}`,
];

const TOKEN = new RegExp(`(?<![A-Za-z0-9])(?:${SHAPES.join('|')})`, 'g');

/** Masks tokens that are known by their looks. */
export function withoutKnownTokens(text: string): string {
  return text.replaceAll(TOKEN, '[token]');
}
