import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connect } from '@emas/clickhouse';
import { subjectSearch } from '../src/subject/subject-search.ts';
import type { SubjectData } from '../src/subject/subject-data.ts';
import { ALI, MEI, twoPeople } from './two-people.ts';
import type { TwoPeople } from './two-people.ts';

/* What somebody gets who asks what is kept of them: theirs, and nothing of anybody else. */

let both: TwoPeople;

beforeAll(async () => {
  both = await twoPeople();
});
afterAll(() => both.remove());

const search = (name: string): Promise<SubjectData> => subjectSearch(name, both.sources);

it('finds what is of the account in each place, and says which could not be looked into', async () => {
  const { accounts, places, unseen } = await search('Ali');
  expect(accounts).toEqual([ALI]);
  expect(Object.fromEntries(places.map(({ place: { id }, items }) => [id, items.length]))).toEqual({
    'log/auth': 1,
    // Three hundred, and two of the browser before and after the sign-in.
    'log/session': 302,
    'log/consent': 1,
    'log-counts/rejected': 2,
    'log-counts/events': 1,
    'login-guard/known': 1,
    'login-review/incidents': 1,
    'session/index': 1,
    'session/due': 1,
    'session/store': 1,
  });
  expect(unseen.map(({ id }) => id)).toEqual([
    'app/claims',
    'log/elsewhere',
    'login-guard/detectors',
  ]);
});

it('has nothing of anybody else in it, whatever they have in common', async () => {
  const text = JSON.stringify(await search('ali'));
  expect(text).toContain(ALI);
  expect(text).not.toContain(MEI);
  expect(text).not.toContain('the-session-of-mei');
  expect(text).not.toContain('a secret of the app');
});

it('has nothing of another app in the same ClickHouse', async () => {
  const { places } = await subjectSearch('ali', { ...both.sources, app: 'another' });
  expect(places.map(({ place: { id } }) => id)).not.toContain('login-review/incidents');
});

it('takes what is no name for a mistake, and not for everybody without one', async () => {
  await expect(search(' ')).rejects.toMatchObject({ code: 'ERR_EMAS_SUBJECT_ACCOUNT' });
});

it.each(['a', 'i', '1', 'auth', 'clinic', 'success', '.*', '%', "' OR 1=1 --", '198.51.100.7'])(
  'takes the name “%s” for a name, and not for a text to look for',
  async (name) => {
    expect((await search(name)).places).toEqual([]);
  },
);

it('answers nothing at all where a place cannot be read', async () => {
  const away = connect({ url: 'http://127.0.0.1:1', requestTimeout: 1000 });
  const sources = { ...both.sources, client: away };
  await expect(subjectSearch('ali', sources)).rejects.toThrow(/ECONNREFUSED/);
  await away.close();
});
