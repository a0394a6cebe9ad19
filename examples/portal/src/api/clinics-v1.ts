import type { Request, Response } from 'express';
import { CLINICS } from '../clinics.ts';
import { en } from '../texts/en.ts';

/** The old shape: a bare list with everything as text. Kept for the apps that still read it. */
export function clinicsV1(_req: Request, res: Response): void {
  res.json(
    CLINICS.map((clinic) => ({
      clinic_name: clinic.name,
      addr: `${clinic.street}, ${clinic.postcode} ${clinic.town}`,
      state: en.pages.states[clinic.state],
      tel: clinic.phone,
      open_24h: clinic.openAllDay ? 'Y' : 'N',
    })),
  );
}
