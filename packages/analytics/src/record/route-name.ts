/** The innermost group of a template, `{/:page}` (path-to-regexp 8). */
const GROUP = /\{([^{}]*)\}/;
const MOST_GROUPS = 10;
/** `/:page?` (path-to-regexp 0.1, Express 4). */
const OPTIONAL = /[/.]?:(\w+)\?/g;
const PARAMETER = /:(?:"([^"]+)"|(\w+))/g;
/** Without these a template is a name already, as nearly all are. */
const TO_BE_WRITTEN = /[{?"]/;

/**
 * A route's template as people read it: each part that may be left out is there where the request had it. Without
 * the request's parameters it is marked, `/:page?`.
 */
export function routeName(
  template: string,
  params: Readonly<Record<string, unknown>> | undefined,
): string {
  if (!TO_BE_WRITTEN.test(template)) return template;
  let name = template.replaceAll(OPTIONAL, (part, parameter: string) =>
    params === undefined || params[parameter] !== undefined
      ? part.slice(0, params === undefined ? undefined : -1)
      : '',
  );
  for (let group = 0; group < MOST_GROUPS && GROUP.test(name); group += 1)
    name = name.replace(GROUP, (_, inner: string) => shownGroup(inner, params));
  return name.replaceAll(
    PARAMETER,
    (_, quoted?: string, plain?: string) => `:${quoted ?? plain ?? ''}`,
  );
}

function shownGroup(inner: string, params: Readonly<Record<string, unknown>> | undefined): string {
  const names = Array.from(inner.matchAll(PARAMETER), ([, quoted, plain]) => quoted ?? plain ?? '');
  if (params === undefined || names.length === 0) return `${inner}?`;
  return names.every((name) => params[name] !== undefined) ? inner : '';
}
