import { PROFILES, trafficModel } from '../traffic-model.js';

const CHUNK = 10_000;

/**
 * The model's hits, ten thousand at a time, in its order but as fast as they can be taken: their time is
 * the clock's.
 */
export function* hitChunks({ hits, days, from, profile }) {
  let chunk = [];
  for (const hit of trafficModel({ seed: 1, hits, days, from, profile: PROFILES[profile] })) {
    chunk.push(hit);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
