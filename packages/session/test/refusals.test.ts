import { describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { sendChallenge, sendUnavailable } from '../src/problem.ts';

function site(): express.Application {
  const app = express();
  app.get('/unavailable', (req, res) => sendUnavailable(req, res));
  app.get('/challenge', (req, res) => sendChallenge(req, res));
  return app;
}

describe.each([
  ['/unavailable', 503, 'ERR_EMAS_SESSION_UNAVAILABLE', 'Please try again', 'Sila cuba lagi'],
  ['/challenge', 403, 'ERR_EMAS_SESSION_CHALLENGE', 'that it is you', 'bahawa ini anda'],
])('%s', (path, status, code, english, malay) => {
  it('is a problem document for programs', async () => {
    const answer = await request(site()).get(path);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ status, code });
  });

  it.each([
    ['en', english],
    ['ms', malay],
  ])('is a page for people in "%s", with a way on', async (language, title) => {
    const answer = await request(site())
      .get(path)
      .set({ Accept: 'text/html', 'Accept-Language': language });
    expect({ status: answer.status, type: answer.type }).toEqual({ status, type: 'text/html' });
    expect(/<h1>(.*?)<\/h1>/.exec(answer.text)?.[1]).toContain(title);
    expect(answer.text).toContain('<a href="/">');
  });
});
