const SHORTEST = 32;
const FEWEST_CHARACTERS = 10;
const PLACEHOLDERS =
  /change.?me|secret.?secret|keyboard.?cat|example|password|placeholder|insert.?here|^0123/i;

/**
 * Why a secret is none, or `undefined`. What was made by chance has more than ten different characters
 * among 32; what people type into a template until it starts has not.
 */
export function weaknessOf(secret: string): string | undefined {
  if (secret.length < SHORTEST)
    return `has ${secret.length} characters; ${SHORTEST} or more are required`;
  if (new Set(secret).size < FEWEST_CHARACTERS) return 'has too few different characters';
  if (PLACEHOLDERS.test(secret)) return 'is a placeholder';
  return undefined;
}
