import { EmasError } from '@emas/errors';
import type { LogFileName } from '../file/file-names.ts';
import { anchorOf } from './anchor-lines.ts';
import type { Anchor } from './anchor-lines.ts';
import { fileLines, linesIn } from './file-lines.ts';

/** What anchors know of a chain. */
export interface AnchoredChain {
  /** The one that has come furthest. */
  readonly furthest: Anchor;
  /** Macs by number. */
  readonly macs: Map<number, string>;
}

/** By the chain's own name. */
export type KnownAnchors = Map<string, AnchoredChain>;

/**
 * Takes the anchors out of a file of a receiver, also of one that was compressed with gzip.
 *
 * @param hosts Machines whose anchors are meant; of others there may be some as well. Empty means all.
 * @throws EmasError `ERR_EMAS_LOG_NO_ANCHORS`; the system's error.
 */
export async function anchorsIn(
  path: string,
  hosts: readonly string[],
  anchors: KnownAnchors,
): Promise<void> {
  let count = 0;
  for await (const { text } of linesIn(path, path.endsWith('.gz'))) {
    const anchor = anchorOf(text);
    if (anchor === undefined || (hosts.length > 0 && !hosts.includes(anchor.host))) continue;
    count += 1;
    note(anchor, anchors);
  }
  if (count > 0) return;
  const ofHosts = hosts.length === 0 ? '' : ` of ${hosts.join(', ')}`;
  throw new EmasError('ERR_EMAS_LOG_NO_ANCHORS', `There are no anchors${ofHosts} in ${path}.`, {
    help: "Name a file that has log_anchor lines. Receivers get them unless syslogSink() sends the message as 'text' and their template drops structured data: send 'logfmt', the default, or use RSYSLOG_SyslogProtocol23Format.",
  });
}

/** Those that the logs of a folder hold of one another. */
export async function anchorsInLog(
  folder: string,
  file: LogFileName,
  anchors: KnownAnchors,
): Promise<void> {
  try {
    for await (const { text, whole } of fileLines(folder, file)) {
      const anchor = whole ? anchorOf(text) : undefined;
      if (anchor !== undefined) note(anchor, anchors);
    }
  } catch {
    // A damaged archive: the check of its own chain says so.
  }
}

function note(anchor: Anchor, anchors: KnownAnchors): void {
  const known = anchors.get(anchor.chain);
  const macs = known?.macs ?? new Map<number, string>();
  macs.set(anchor.seq, anchor.mac);
  const isFurther = known === undefined || anchor.seq >= known.furthest.seq;
  anchors.set(anchor.chain, { furthest: isFurther ? anchor : known.furthest, macs });
}
