interface ScriptPolicy {
  createScriptURL(url: string): string;
}

declare global {
  interface Window {
    /** Not known to every browser, nor to TypeScript yet. */
    readonly trustedTypes?: { createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy };
  }
}

const TIMEOUT_MS = 10_000;
/** The providers call it when they are ready; the server put its name into the script's address. */
const ONLOAD = 'emasCaptchaLoaded';

let loaded: Promise<void> | undefined;

/** Loads the provider's script, once for a page; rejects where it does not come, or not in time. */
export function loadScript(src: string, nonce: string): Promise<void> {
  loaded ??= new Promise<void>((resolve, reject) => {
    Object.assign(window, { [ONLOAD]: resolve });
    const script = document.createElement('script');
    script.async = true;
    script.nonce = nonce;
    script.onerror = reject;
    setTimeout(reject, TIMEOUT_MS);
    script.src = trusted(src);
    document.head.append(script);
  });
  return loaded;
}

/** This one address and no other, where the page enforces Trusted Types. */
function trusted(src: string): string {
  const policy = window.trustedTypes?.createPolicy('emas-captcha', {
    createScriptURL(url) {
      if (url !== src) throw new TypeError('Not the captcha.');
      return url;
    },
  });
  return policy === undefined ? src : policy.createScriptURL(src);
}
