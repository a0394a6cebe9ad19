import { z } from 'zod';

/** The name of an app: in log lines, keys and file names, and in what is asked of figures. */
export const APP_NAME: RegExp = /^[\w.-]{1,100}$/;

/** The schema of an option that names the app. */
export const appName: z.ZodString = z
  .string({ error: 'expected the name of an app' })
  .regex(APP_NAME, 'expected the name of an app: letters, digits, ".", "_" or "-", at most 100');
