import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { Response, Test } from 'supertest';
import { filledClaim } from './filled-forms.ts';
import { MEMBER, portalApp } from './portal-app.ts';

const app = portalApp();
const PAGE = { 'Sec-Fetch-Site': 'same-origin', Accept: 'text/html,*/*;q=0.8' };

const PDF = Buffer.from('%PDF-1.7\n% a receipt\n%%EOF\n');
const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(3000, 7)]);
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

const { text: form } = await request(app).get('/en/claims/new').set(PAGE);
const policy = /name="explicit\.health\.policy" value="([^"]+)"/.exec(form)?.[1] ?? '';
const CLAIM = filledClaim(policy);

interface Attached {
  readonly content: Buffer;
  readonly name: string;
  readonly type?: string;
}

function send(
  files: readonly Attached[],
  { cookie = '', fields = CLAIM, language = 'en' } = {},
): Test {
  const sent = request(app)
    .post(`/${language}/claims/new`)
    // Each from a network of its own: uploads are limited.
    .set({ ...PAGE, Cookie: cookie, 'X-Forwarded-For': network() });
  for (const [name, value] of Object.entries(fields)) void sent.field(name, value);
  for (const { content, name, type = 'application/octet-stream' } of files) {
    void sent.attach('receipts', content, { filename: name, contentType: type });
  }
  return sent;
}

let networks = 0;
function network(): string {
  networks += 1;
  return `198.51.${networks}.7`;
}

async function signedIn(): Promise<string> {
  const res = await request(app).post('/en/login').set(PAGE).type('form').send(MEMBER);
  const own = res.get('Set-Cookie')?.find((cookie) => !cookie.includes('login-device')) ?? '';
  return own.split(';')[0] ?? '';
}

const open = (path: string, cookie = ''): Test =>
  request(app)
    .get(path)
    .set({ ...PAGE, Cookie: cookie });

const linksIn = ({ text }: Response): string[] =>
  [...text.matchAll(/href="(\/\w\w\/claims\/[^"]+\/receipts\/[^"]+)"/g)].map(
    ([, href = '']) => href,
  );

describe('receipts of a claim', () => {
  it('are attached by a form for files, with labels of their own', () => {
    expect(form).toContain('enctype="multipart/form-data"');
    expect(form).toMatch(/<label for="receipts">Receipts/);
    expect(form).toMatch(
      /<input[^>]* type="file"[^>]* accept="application\/pdf,image\/jpeg,image\/png"/,
    );
  });

  it('are listed on the claim and come back as they were sent, under a name of ours', async () => {
    const sent = await send([
      { content: PDF, name: '../../etc/resit Ali bin Abu.pdf' },
      { content: JPEG, name: 'photo.exe', type: 'text/html' },
      { content: PNG, name: 'x.png' },
    ]);
    expect(sent.status).toBe(303);
    const claim = await open(sent.get('Location') ?? '');
    for (const label of [
      'Receipt 1 (PDF, 1 KB)',
      'Receipt 2 (JPEG, 3 KB)',
      'Receipt 3 (PNG, 1 KB)',
    ]) {
      expect(claim.text).toContain(label);
    }
    expect(claim.text).not.toMatch(/resit Ali|photo\.exe/);
    const [first = '', second = ''] = linksIn(claim);
    const pdf = await open(first).buffer(true);
    expect(pdf.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': expect.stringMatching(/^attachment; filename="?C-[\w-]+-1\.pdf"?$/),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    const jpeg = await open(second).buffer(true);
    expect(jpeg.headers['content-type']).toBe('image/jpeg');
    expect(jpeg.body).toEqual(JPEG);
  });

  it('are not needed', async () => {
    const none = await send([]);
    expect(none.status).toBe(303);
    expect((await open(none.get('Location') ?? '')).text).toContain('None attached');
    // What browsers send of an empty field for files.
    const empty = await send([{ content: Buffer.alloc(0), name: '' }]);
    expect(empty.status).toBe(303);
  });

  it.each<[string, readonly Attached[]]>([
    [
      'a page',
      [{ content: Buffer.from('<script>1</script>'), name: 'a.pdf', type: 'application/pdf' }],
    ],
    ['a program', [{ content: Buffer.from('MZ\u0090'), name: 'a.jpg', type: 'image/jpeg' }]],
    ['too many', Array.from({ length: 4 }, () => ({ content: PDF, name: 'a.pdf' }))],
    ['too long', [{ content: Buffer.concat([PDF, Buffer.alloc(4 * 1024 * 1024)]), name: 'a.pdf' }]],
  ])('are refused on the form, which keeps what was typed: %s', async (_name, files) => {
    const { status, text } = await send(files);
    expect(status).toBe(422);
    expect(text).toContain(
      'Attach up to 3 receipts, each a JPEG, PNG or PDF file of 4 MB or less.',
    );
    expect(text).toContain('value="Klinik Tujuh Purnama"');
  });

  it('are asked for again where something else was wrong', async () => {
    const files = [{ content: PDF, name: 'a.pdf' }];
    const typo = await send(files, { fields: { ...CLAIM, amount: 'much' }, language: 'ms' });
    expect(typo.status).toBe(422);
    expect(typo.text).toContain('Lampirkan resit sekali lagi');
    const { 'explicit.health': _ticked, ...unticked } = CLAIM;
    const refused = await send(files, { fields: unticked });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Attach the receipts again');
  });

  it('end the request where they are more than any form of ours', async () => {
    const long = Buffer.alloc(13 * 1024 * 1024);
    const outcome = await send([{ content: long, name: 'a.pdf' }]).then(
      ({ status }) => status,
      // The connection goes with the answer, which a sender may see first.
      (error: { code?: string }) => error.code,
    );
    expect([413, 'EPIPE', 'ECONNRESET']).toContain(outcome);
  });

  it('are taken from pages of the portal only', async () => {
    const sent = await send([{ content: PDF, name: 'a.pdf' }]).set('Sec-Fetch-Site', 'cross-site');
    expect(sent.status).toBe(403);
  });

  it('of a member are for that member alone, are in their copy, and go with their consent', async () => {
    const cookie = await signedIn();
    const sent = await send([{ content: PDF, name: 'a.pdf' }], { cookie });
    const path = sent.get('Location') ?? '';
    const [receipt = ''] = linksIn(await open(path, cookie));
    expect((await open(receipt, cookie)).status).toBe(200);
    expect((await open(receipt)).status).toBe(404);
    expect((await open(`${path}/receipts/unknown`, cookie)).status).toBe(404);
    const copy = await open('/en/account/data.json', cookie);
    expect(JSON.parse(copy.text).claims).toMatchObject([
      { receipts: [{ type: 'application/pdf', content: PDF.toString('base64') }] },
    ]);
    await request(app)
      .post('/emas/consent')
      .set({ ...PAGE, Cookie: cookie })
      .type('form')
      .send({ withdraw: 'health', lang: 'en' });
    expect((await open(receipt, cookie)).status).toBe(404);
  });
});
