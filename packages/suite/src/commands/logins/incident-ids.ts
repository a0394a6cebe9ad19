import { createHash } from 'node:crypto';
import type { Incident } from '@emas/login-guard';

/** Of the live ones, which are random. */
const ID_LENGTH = 12;

/**
 * Gives incidents of a replay ids by what they are, in the place of random ones: the same log gives the same
 * ids. Accounts have no part in it, since their hashes differ with the key.
 */
export class IncidentIds {
  readonly #known = new Map<string, string>();
  /** How often each pattern was seen: two accounts may be attacked from one place at one moment. */
  readonly #seen = new Map<string, number>();

  /** @param incident As the detectors tell of it first. */
  of({ id, kind, subject, opened }: Incident): string {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const place = subject.type === 'prefix' || subject.type === 'network' ? subject.value : '';
    const pattern = [kind, subject.type, place, opened].join(' ');
    const number = this.#seen.get(pattern) ?? 0;
    this.#seen.set(pattern, number + 1);
    const hash = createHash('sha256').update(`${pattern} ${number}`).digest('hex');
    const made = hash.slice(0, ID_LENGTH);
    this.#known.set(id, made);
    return made;
  }
}
