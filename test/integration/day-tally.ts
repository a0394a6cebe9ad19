/** What a scripted day did, counted by whoever did it and by nobody else. */
export class DayTally {
  /** Page views by path. */
  readonly pages = new Map<string, number>();
  /** Visitors by the address and the program they came with. */
  readonly visitors = new Set<string>();
  /** Failed sign-ins by reason. */
  readonly failures = new Map<string, number>();
  successes = 0;
  successesAfterFailures = 0;
  /** Choices about consent. */
  readonly choices = new Map<string, number>();
  /** Calls of the old endpoint by client. */
  readonly oldCalls = new Map<string, number>();
  errors = 0;

  viewed(path: string, visitor: string): void {
    add(this.pages, path);
    this.visitors.add(visitor);
  }

  failed(reason: string): void {
    add(this.failures, reason);
  }

  chose(choice: string): void {
    add(this.choices, choice);
  }

  called(client: string): void {
    add(this.oldCalls, client);
  }

  get views(): number {
    return sum(this.pages);
  }

  get allFailures(): number {
    return sum(this.failures);
  }
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((all, count) => all + count, 0);
}
