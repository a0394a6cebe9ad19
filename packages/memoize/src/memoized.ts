const MOST = 500;

/**
 * Answers the same question with the same promise for a short time: a page that asks for twenty panels
 * at once must not have one thing found out twenty times. A failure is not memoized.
 */
export function memoized<Question, Answer>(
  find: (question: Question) => Promise<Answer>,
  milliseconds: number,
): (question: Question) => Promise<Answer> {
  const known = new Map<string, { readonly until: number; readonly answer: Promise<Answer> }>();
  return async (question) => {
    const key = JSON.stringify(question);
    const now = performance.now();
    const found = known.get(key);
    if (found !== undefined && found.until > now) return found.answer;
    if (known.size >= MOST) known.clear();
    const answer = find(question);
    known.set(key, { until: now + milliseconds, answer });
    answer.catch(() => known.delete(key));
    return answer;
  };
}
