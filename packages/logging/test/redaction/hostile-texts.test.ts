import { describe, expect, it } from '@jest/globals';
import { growthOf, LINEAR } from '../../../../test/runner/growth.ts';
import { createRedactor } from '../../src/redaction/redactor.ts';

const { text: redacted } = createRedactor({});

describe('a hostile text of a megabyte takes no longer than its length', () => {
  it.each([
    ['digits', '4'],
    ['digits with dashes', '1-'],
    ['digits with blanks', '4 '],
    ['groups like those of cards', '4111 '],
    ['groups like those of identity cards', '880214-'],
    ['digits of full width', '\uff14-'],
    ['half of a UUID', '00000000-'],
    ['hexadecimal digits', 'f'],
    ['equals signs', '='],
    ['colons', 'a: '],
    ['names', 'password'],
    ['assignments', 'password='],
    ['assignments of next to nothing', 'password=,'],
    ['JSON that never ends', '{"password":{'],
    ['quotes that never end', 'password="\\"'],
    ['doubled quotes', "password=''"],
    ['backslashes', '\\'],
    ['names in quotes', '"password":"'],
    ['names in brackets', 'a[password]['],
    ['encoded signs', '%3D'],
    ['encoded assignments', '%26password%3D'],
    ['percent signs', '%'],
    ['sentences', 'wrong token: a '],
    ['pass phrases', 'passphrase: a '],
    ['headers', 'Set-Cookie: a\n'],
    ['lists of headers', 'rawHeaders:["'],
    ['lists of pairs', '[["cookie",'],
    ['parts of forms', 'name="password"\r\n'],
    ['inputs of forms', 'name="password">'],
    ['elements', '<password>'],
    ['elements that never end', '<a '],
    ['rows of SQL', 'INSERT INTO t (password) VALUES ('],
    ['clauses of SQL', "identified by '"],
    ['options', '--password '],
    ['users of curl', ' -u a:'],
    ['addresses', '://a:'],
    ['addresses with passwords', '://a:@'],
    ['addresses with users', '://@'],
    ['users and hosts', 'a:a@'],
    ['e-mail addresses without an end', 'a@a.'],
    ['parts of e-mail addresses', 'a.a+a-'],
    ['e-mail addresses of nobody', '@a%40'],
    ['schemes', 'basic '],
    ['bearers', 'Bearer a'],
    ['web tokens', 'eyJ-'],
    ['tokens', 'sk-'],
    ['frames of keys', '-----BEGIN PRIVATE KEY-----'],
    ['dashes', '-----'],
    ['codes', 'otp is '],
    ['phone numbers', '+601 2'],
    ['phone numbers that never end', '+('],
    ['zeros of phone numbers', '(01'],
    ['accounts', 'account no. 12 '],
    ['spoken passwords', 'password a1'],
  ])('%s', (_name, part) => {
    const growth = growthOf((length) => {
      const text = part.repeat(Math.ceil(length / part.length));
      return () => redacted(text);
    }, 250_000);
    expect({ isLinear: growth < LINEAR, growth }).toMatchObject({ isLinear: true });
  });
});
