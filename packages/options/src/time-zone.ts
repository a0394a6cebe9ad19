import { isTimeZone } from '@emas/calendar';
import { z } from 'zod';

/** The schema of an option that names the time zone of an app's days; by default the process's own. */
export const timeZoneOption: z.ZodDefault<z.ZodString> = z
  .string({ error: 'expected an IANA time zone' })
  .refine(isTimeZone, 'expected an IANA time zone such as "Asia/Kuala_Lumpur"')
  .default(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
