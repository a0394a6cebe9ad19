import type { Request } from 'express';
import { STATES } from './choices.ts';
import type { ClinicSearch } from './clinics.ts';

const LONGEST = 80;

/** What a query string asks for; anything unknown or repeated in it is as good as absent. */
export function clinicSearch(req: Request): ClinicSearch {
  const { q, state } = req.query;
  return {
    words: typeof q === 'string' ? q.trim().slice(0, LONGEST) : '',
    state: STATES.find((known) => known === state),
  };
}
