/**
 * The fields of the Elastic Common Schema that are written, with the types that the schema gives them
 * (elastic/ecs, generated/ecs/ecs_flat.yml, version 8).
 */
export const FIELD_TYPES: Readonly<Record<string, string>> = {
  '@timestamp': 'date',
  'ecs.version': 'keyword',
  'error.code': 'keyword',
  'error.message': 'match_only_text',
  'error.stack_trace': 'wildcard',
  'error.type': 'keyword',
  'event.action': 'keyword',
  'event.category': 'keyword[]',
  'event.code': 'keyword',
  'event.dataset': 'keyword',
  'event.duration': 'long',
  'event.kind': 'keyword',
  'event.module': 'keyword',
  'event.outcome': 'keyword',
  'event.reason': 'keyword',
  'event.type': 'keyword[]',
  'host.hostname': 'keyword',
  'http.request.id': 'keyword',
  'http.request.method': 'keyword',
  'http.response.body.bytes': 'long',
  'http.response.status_code': 'long',
  'log.level': 'keyword',
  message: 'match_only_text',
  'package.name': 'keyword',
  'package.version': 'keyword',
  'process.pid': 'long',
  'service.name': 'keyword',
  'service.version': 'keyword',
  'source.ip': 'ip',
  'url.path': 'wildcard',
  'user.hash': 'keyword',
  'user.name': 'keyword',
  'user_agent.name': 'keyword',
};

/** `event.kind`; `signal` is reserved. */
export const KINDS: readonly string[] = [
  'alert',
  'asset',
  'enrichment',
  'event',
  'metric',
  'state',
  'pipeline_error',
];

export const OUTCOMES: readonly string[] = ['failure', 'success', 'unknown'];

/** `event.type`. */
export const TYPES: readonly string[] =
  'access admin allowed change connection creation deletion denied device end error group indicator info installation protocol start user'.split(
    ' ',
  );

/** `event.category`, and the types that are expected in each. */
export const CATEGORIES: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  [
    'api: access admin allowed change creation deletion denied end info start user',
    'authentication: start end info',
    'configuration: access change creation deletion info',
    'database: access change info error',
    'driver: change end info start',
    'email: info',
    'file: access change creation deletion info',
    'host: access change end info start',
    'iam: admin change creation deletion group info user',
    'intrusion_detection: allowed denied info',
    'library: start',
    'malware: info',
    'network: access allowed connection denied end info protocol start',
    'package: access change deletion info installation start',
    'process: access change end info start',
    'registry: access change creation deletion',
    'session: start end info',
    'threat: indicator',
    'vulnerability: info',
    'web: access error info',
  ].map((line) => {
    const [category = '', types = ''] = line.split(': ');
    return [category, types.split(' ')];
  }),
);
