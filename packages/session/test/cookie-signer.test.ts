import { createSecretKey } from 'node:crypto';
import { expect, it, test } from '@jest/globals';
import { sign, unsign } from 'cookie-signature';
import fc from 'fast-check';
import { examples } from '../../../test/runner/repetition.ts';
import { CookieSigner } from '../src/cookie-signer.ts';

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 600 });
const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 });

it('signs and reads as cookie-signature does, whatever secret and id', () => {
  fc.assert(
    fc.property(fc.oneof(text, bytes), text, (secret, id) => {
      const key = typeof secret === 'string' ? secret : createSecretKey(secret);
      const signer = new CookieSigner(key);
      const signed = signer.sign(id);
      expect(signed).toBe(sign(id, key));
      expect(signer.unsign(signed)).toBe(id);
      expect(unsign(signed, key)).toBe(id);
    }),
    examples(500),
  );
});

it('believes nothing that was changed, cut, or signed with another secret', () => {
  const signer = new CookieSigner('a secret of the test, long enough');
  const other = new CookieSigner('another secret, and as long as it is');
  fc.assert(
    fc.property(text, fc.nat(), fc.constantFrom('cut', 'changed', 'longer'), (id, place, how) => {
      const signed = signer.sign(id);
      const at = place % signed.length;
      const wrong = {
        cut: signed.slice(0, at),
        changed: `${signed.slice(0, at)}${signed[at] === 'A' ? 'B' : 'A'}${signed.slice(at + 1)}`,
        longer: `${signed}=`,
      }[how];
      expect(signer.unsign(wrong)).toBeUndefined();
      expect(other.unsign(signed)).toBeUndefined();
    }),
    examples(500),
  );
});

test.each(['', '.', 'id', 'id.', '.signature'])('%j is signed by nobody', (signed) => {
  expect(new CookieSigner('a secret of the test, long enough').unsign(signed)).toBeUndefined();
});
