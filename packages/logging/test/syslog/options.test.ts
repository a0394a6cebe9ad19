import { describe, expect, it } from '@jest/globals';
import { ORIGIN, eventOf, lineOf } from '../formats/samples.ts';
import { parseRfc5424 } from '../formats/parse-rfc5424.ts';
import { resolveSyslogOptions } from '../../src/syslog/options.ts';
import type { SyslogOptions } from '../../src/syslog/options.ts';

const LEAST: SyslogOptions = { host: 'localhost' };

describe('options of a syslog sink', () => {
  it('are for TLS unless something else is asked for', () => {
    expect(resolveSyslogOptions(LEAST)).toMatchObject({
      protocol: 'tls',
      port: 6514,
      maxMessageBytes: 8192,
      maxQueueBytes: 8_388_608,
      connectTimeout: 10_000,
      writeTimeout: 10_000,
      maxRetryDelay: 30_000,
      name: 'syslog',
      tls: {},
    });
    expect(resolveSyslogOptions({ ...LEAST, protocol: 'tcp' })).toMatchObject({ port: 514 });
    expect(resolveSyslogOptions({ ...LEAST, protocol: 'udp' })).toMatchObject({
      port: 514,
      maxMessageBytes: 2048,
    });
  });

  it('keep a datagram in its bounds', () => {
    const options = { ...LEAST, protocol: 'udp', maxMessageBytes: 1_000_000 } as const;
    expect(resolveSyslogOptions(options).maxMessageBytes).toBe(65_507);
  });

  it('make messages by RFC 5424', () => {
    const { format } = resolveSyslogOptions(LEAST);
    const message = parseRfc5424(Buffer.from(format(eventOf('authn_login_fail'), ORIGIN)));
    expect(message.msgId).toBe('authn_login_fail');
  });

  it('leave room in a datagram for all fields and the text', () => {
    const { format, maxMessageBytes } = resolveSyslogOptions({ ...LEAST, protocol: 'udp' });
    const data = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`k${index}`, 'x'.repeat(100)]),
    );
    const message = Buffer.from(format(lineOf(data), ORIGIN));
    expect(message.length).toBeGreaterThan(1200);
    expect(message.length).toBeLessThan(maxMessageBytes);
  });

  it.each([
    [{}, /"host": .*received nothing/],
    [
      { ...LEAST, protocol: 'http' },
      /"protocol": expected 'udp', 'tcp' or 'tls'.*received a 4-character string/,
    ],
    [{ ...LEAST, port: 0 }, /expected a port/],
    [{ ...LEAST, portt: 514 }, /did you mean "port"/],
    [{ ...LEAST, ca: 7 }, /expected PEM/],
    [{ ...LEAST, maxMessageBytes: 100 }, /expected bytes from 480/],
    [{ ...LEAST, maxQueueBytes: 1 }, /expected bytes from 16,384/],
    [{ ...LEAST, format: 'cef' }, /expected a function/],
  ])('%j is refused', (options, message) => {
    expect(() => resolveSyslogOptions(options as SyslogOptions)).toThrow(
      expect.objectContaining({
        code: 'ERR_EMAS_SYSLOG_OPTIONS',
        message: expect.stringMatching(message),
      }),
    );
  });
});
