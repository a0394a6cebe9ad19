import { expect, test } from '@jest/globals';
import { filesBelow, readText, workspaces } from './project-files.ts';

/*
 * No request builds a regular expression: one that is made of a text from outside can take forever (CWE-1333).
 * Each place where one is made of parts is listed, with where the parts come from.
 */

const MADE_OF_PARTS: Readonly<Record<string, string>> = {
  'packages/analytics/src/excluded-paths.ts': 'an expression that the developer gives as an option',
  'packages/consent/src/proof/receipt-number.ts': 'a constant of the file',
  'packages/deprecation/src/openapi.ts': 'a path of the developer’s own OpenAPI document, escaped',
  'packages/log-lines/src/combined-lines.ts': 'constants of the file',
  'packages/logging/src/file/last-line.ts': 'constants of the file',
  'packages/logging/src/reading/sealed-line.ts': 'constants of the file',
  'packages/login-guard/src/replay/programs/dovecot.ts': 'constants of the file',
  'packages/login-guard/src/replay/programs/dropbear.ts': 'constants of the file',
  'packages/login-guard/src/replay/programs/sshd.ts': 'constants of the file',
  'packages/login-guard/src/replay/programs/vsftpd.ts': 'constants of the file',
  'packages/login-guard/src/replay/programs/wordpress.ts': 'constants of the file',
  'packages/login-guard/src/replay/syslog-header.ts': 'constants of the file',
  'packages/suite/src/commands/time-argument.ts': 'a number that the caller in the code gives',
};

const SOURCES = workspaces()
  .flatMap(({ folder }) =>
    ['src', 'web', 'frame', 'drawings', 'pages'].map((part) => `${folder}/${part}`),
  )
  .flatMap(filesBelow)
  .filter((file) => /\.[jt]sx?$/.test(file));

test('regular expressions are made of parts where it is listed, and nowhere else', () => {
  const found = SOURCES.filter((file) => /\bRegExp\(/.test(readText(file)));
  expect(found.toSorted()).toEqual(Object.keys(MADE_OF_PARTS));
});

test('no text is taken for an expression: match, matchAll and search are given one', () => {
  // With a text they make an expression of it. A constant of the file has a name in capitals.
  const given = /\.(?:match|matchAll|search)\(\s*(?![\s/)]|[A-Z_]+\))/;
  expect(SOURCES.filter((file) => given.test(readText(file)))).toEqual([]);
});
