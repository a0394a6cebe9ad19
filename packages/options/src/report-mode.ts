import { z } from 'zod';

/** Whether a part blocks, or only reports what it would block; the option of each part that can do both. */
export function reportMode(): z.ZodDefault<z.ZodEnum<{ enforce: 'enforce'; report: 'report' }>> {
  return z
    .enum(['enforce', 'report'], { error: "expected 'enforce' or 'report'" })
    .default('enforce');
}
