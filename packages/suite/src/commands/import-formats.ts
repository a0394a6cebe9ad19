import type { LogFormatName } from '@emas/log-lines';

/** Who writes which format, for `emas import --help`. */
const WRITERS: Readonly<Record<LogFormatName, string>> = {
  combined: 'nginx, Apache, Traefik, lighttpd',
  vhost_combined: 'the same after the host: Apache, nginx with $host',
  json: 'nginx, Caddy, Traefik, ECS, pino-http, GCP, Cloudflare',
  w3c: 'IIS, CloudFront: logs with #Fields: lines',
  common: 'Apache; without agents, counted by addresses alone',
  vhost_common: 'the same after the host',
  alb: 'AWS Application Load Balancer',
  elb: 'AWS Classic Load Balancer',
  s3: 'Amazon S3',
  haproxy: 'HAProxy (option httplog), counted by addresses alone',
};
const NAME_WIDTH = 15;

export const FORMATS_HELP: readonly string[] = [
  ...Object.entries(WRITERS).map(([name, writers]) => `  ${name.padEnd(NAME_WIDTH)}${writers}`),
  '  or the log_format of nginx, the LogFormat of Apache; --fields for other JSON',
];
