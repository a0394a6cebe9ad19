const HOST = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9])?$/;

/** `WWW.Example.com:8080` → `example.com`. */
export function plainHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^www\./, '')
    .replace(/\.$/, '');
}

/** Whether a text in lower case can be a host's name. */
export function isHostName(text: string): boolean {
  return HOST.test(text);
}
