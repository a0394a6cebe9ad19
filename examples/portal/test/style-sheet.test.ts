import { readFileSync, readdirSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import request from 'supertest';
import { portalApp } from './portal-app.ts';

it('has one style sheet with the rules of all pages, sent packed and kept by browsers', async () => {
  const app = portalApp();
  const { text } = await request(app).get('/en');
  const [, href = ''] = /<link rel="stylesheet" href="(\/assets\/[^"]+)"/.exec(text) ?? [];
  const sheet = await request(app).get(href).set('Accept-Encoding', 'gzip, br');
  expect(sheet.get('Content-Encoding')).toBe('br');
  expect(sheet.get('Cache-Control')).toContain('immutable');
  const folder = new URL('../styles/', import.meta.url);
  const names = readdirSync(folder);
  expect(names.length).toBeGreaterThan(5);
  for (const name of names) {
    expect(sheet.text).toContain(readFileSync(new URL(name, folder), 'utf8'));
  }
});
