import escapeHtml from 'escape-html';

interface PlainPage {
  readonly title: string;
  readonly language: string;
  /** Finished markup. */
  readonly form: string;
  readonly returnTo: string;
  readonly back: string;
}

/** Round the form, for an app that gives no page of its own. */
export function plainPage({ title, language, form, returnTo, back }: PlainPage): string {
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(title)}</title></head><body><main><h1 class="emas-consent-page">${escapeHtml(title)}</h1>${form}`,
    `<p class="emas-consent-page"><a href="${escapeHtml(returnTo === '' ? '/' : returnTo)}">${escapeHtml(back)}</a></p></main></body></html>`,
  ].join('');
}
