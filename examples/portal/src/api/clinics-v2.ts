import type { Request, Response } from 'express';
import { clinicSearch } from '../clinic-search.ts';
import { findClinics } from '../clinics.ts';
import { en } from '../texts/en.ts';

/** Takes the same `q` and `state` as the page. */
export function clinicsV2(req: Request, res: Response): void {
  const clinics = findClinics(clinicSearch(req));
  res.json({
    total: clinics.length,
    clinics: clinics.map(
      ({ id, name, street, postcode, town, state, phone, openAllDay, dental }) => ({
        id,
        name,
        address: { street, postcode, town, state: en.pages.states[state] },
        phone,
        openAllDay,
        services: dental ? ['general', 'dental'] : ['general'],
      }),
    ),
  });
}
