/** What the server wrote beside the form. */
export interface Settings {
  readonly provider: string;
  /** The provider's script. */
  readonly src: string;
  readonly sitekey: string;
  readonly action: string;
  /** Name of the field for the token; '' where the app takes it from elsewhere. */
  readonly field: string;
  readonly language: string;
}

/** What is said as things happen, in the page's language. */
export type Said = 'loading' | 'checking' | 'needed' | 'expired' | 'unreachable';

export function settingsOf({ dataset }: HTMLElement): Settings {
  const { provider = '', src = '', sitekey = '', action = '', field = '' } = dataset;
  return { provider, src, sitekey, action, field, language: dataset['language'] ?? '' };
}
