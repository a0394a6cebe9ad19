import { expect, test } from '@jest/globals';
import { filesBelow, readText, workspaces } from './project-files.ts';

/*
 * No request builds a regular expression: one that is made of a text from outside can take forever (CWE-1333).
 * One that is made of parts is made as its file is loaded, of constants. Where a function makes one, it is
 * listed here, with where the parts come from.
 */

const MADE_BY_FUNCTIONS: Readonly<Record<string, string>> = {
  'packages/analytics/src/excluded-paths.ts': 'an expression that the developer gives as an option',
  'packages/consent/src/proof/receipt-number.ts': 'a constant of the file',
  'packages/deprecation/src/openapi.ts': 'a path of the developer’s own OpenAPI document, escaped',
  'packages/login-guard/src/replay/programs/vsftpd.ts': 'constants of the file',
  'packages/login-guard/src/replay/programs/wordpress.ts': 'constants of the file',
  'packages/suite/src/commands/time-argument.ts': 'a number that the caller in the code gives',
};

const SOURCES = workspaces()
  .flatMap(({ folder }) =>
    ['src', 'web', 'frame', 'drawings', 'pages'].map((part) => `${folder}/${part}`),
  )
  .flatMap(filesBelow)
  .filter((file) => /\.[jt]sx?$/.test(file));

/** Whether an expression is made of parts by anything else than a constant at the top of its file. */
function isMadeByFunction(file: string): boolean {
  let beginning = '';
  return readText(file)
    .split('\n')
    .some((line) => {
      if (/^[a-z@]/i.test(line)) beginning = line;
      return (
        /\bRegExp\(/.test(line) && !/^(?:export )?const \w+(?:: [^=]+)? =(?!.*=>)/.test(beginning)
      );
    });
}

test('no function makes a regular expression but those that are listed', () => {
  const found = SOURCES.filter(isMadeByFunction);
  expect(found.toSorted()).toEqual(Object.keys(MADE_BY_FUNCTIONS));
});

test('no text is taken for an expression: match, matchAll and search are given one', () => {
  // With a text they make an expression of it. A constant of the file has a name in capitals.
  const given = /\.(?:match|matchAll|search)\(\s*(?![\s/)]|[A-Z_]+\))/;
  expect(SOURCES.filter((file) => given.test(readText(file)))).toEqual([
    // One of two that the caller takes from constants; TypeScript lets no text through.
    'packages/logging/src/redaction/element-secrets.ts',
  ]);
});
