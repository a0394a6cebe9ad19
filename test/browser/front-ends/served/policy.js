// Turbo hands whole pages of the server to the browser as texts. This lets it, for markup and not for scripts:
// code in markup is still stopped by the nonce that it lacks.
trustedTypes.createPolicy('default', { createHTML: (text) => text });
