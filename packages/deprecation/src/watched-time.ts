/** From inclusive, to exclusive, milliseconds since 1970. */
export type Span = readonly [from: number, to: number];

interface Run {
  /** Endpoints that this process declared, and when first. */
  readonly declared: Map<string, number>;
  readonly spans: Span[];
}

/** When which endpoint was watched, by all processes together, from their marks in the log. */
export class WatchedTime {
  readonly #runs = new Map<string, Run>();

  declared(run: string, endpoint: string, at: number): void {
    const { declared } = this.#run(run);
    declared.set(endpoint, Math.min(declared.get(endpoint) ?? at, at));
  }

  marked(run: string, [from, to]: Span): void {
    if (from < to) this.#run(run).spans.push([from, to]);
  }

  /** Spans that do not overlap, in order. */
  of(endpoint: string): readonly Span[] {
    const spans: Span[] = [];
    for (const run of this.#runs.values()) {
      const since = run.declared.get(endpoint);
      if (since === undefined) continue;
      for (const [from, to] of run.spans) if (to > since) spans.push([Math.max(from, since), to]);
    }
    return merged(spans);
  }

  #run(name: string): Run {
    const known = this.#runs.get(name);
    if (known !== undefined) return known;
    const run: Run = { declared: new Map(), spans: [] };
    this.#runs.set(name, run);
    return run;
  }
}

/** How much of the time from a moment on is in the spans, milliseconds. */
export function watchedAfter(from: number, spans: readonly Span[]): number {
  return spans.reduce((sum, [start, end]) => sum + Math.max(0, end - Math.max(start, from)), 0);
}

function merged(spans: readonly Span[]): Span[] {
  const all: Span[] = [];
  for (const [from, to] of spans.toSorted(([left], [right]) => left - right)) {
    const last = all.at(-1);
    if (last === undefined || from > last[1]) all.push([from, to]);
    else all[all.length - 1] = [last[0], Math.max(last[1], to)];
  }
  return all;
}
