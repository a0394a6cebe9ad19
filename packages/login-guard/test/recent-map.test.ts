import { expect, it } from '@jest/globals';
import { Recent, RecentMap } from '../src/detectors/recent-map.ts';

const MOST = 100;
const LIFETIME = 1000;

const made = (): Recent => new Recent();
const mapWith = (keys: number, time = 0): RecentMap<Recent> => {
  const map = new RecentMap<Recent>(MOST, LIFETIME);
  for (let key = 0; key < keys; key += 1) map.touch(`key-${key}`, time, made);
  return map;
};

it('keeps the latest hundred, and never more than twice as many', () => {
  const map = new RecentMap<Recent>(MOST, LIFETIME);
  for (let key = 0; key < 1000; key += 1) {
    map.touch(`key-${key}`, 0, made);
    expect(map.size).toBeLessThanOrEqual(2 * MOST);
    for (let latest = Math.max(0, key - MOST + 1); latest <= key; latest += 1) {
      expect(map.get(`key-${latest}`)).toBeDefined();
    }
  }
  expect(map.get('key-0')).toBeUndefined();
});

it('keeps one that is seen again and again through any number of others', () => {
  const map = new RecentMap<Recent>(MOST, LIFETIME);
  const active = map.touch('active', 0, made);
  for (let other = 0; other < 10 * MOST; other += 1) {
    map.touch(`other-${other}`, other, made);
    if (other % (MOST / 2) === 0) expect(map.touch('active', other, made)).toBe(active);
  }
  expect(active.seen).toBe(10 * MOST - MOST / 2);
});

it('forgets what was not seen for twice its lifetime, as others come', () => {
  const map = mapWith(10);
  map.touch('other', LIFETIME, made);
  expect(map.get('key-0')).toBeDefined();
  map.touch('another', LIFETIME + 1, made);
  expect(map.get('key-0')).toBeDefined();
  map.touch('a third', 2 * LIFETIME + 2, made);
  expect(map.get('key-0')).toBeUndefined();
  expect(map.get('another')).toBeDefined();
});

it('forgets by the time of what comes after a clock was ahead', () => {
  const map = mapWith(10);
  map.touch('ahead', 100 * LIFETIME, made);
  map.touch('now', 1, made);
  expect(map.get('key-0')).toBeDefined();
  map.touch('later', LIFETIME + 2, made);
  expect(map.get('key-0')).toBeUndefined();
  expect(map.get('now')).toBeDefined();
});

it('says when one was seen last, also where lines come out of order', () => {
  const map = mapWith(1, 50);
  map.touch('key-0', 20, made);
  expect(map.get('key-0')?.seen).toBe(50);
  map.touch('key-0', 60, made);
  expect(map.get('key-0')?.seen).toBe(60);
});
