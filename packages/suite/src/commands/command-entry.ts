import type { Command } from 'commander';

/** A command: what `emas --help` shows of it, and where the rest is. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Whether its group's name alone means it. @default false */
  readonly isDefault?: boolean;
  /** Loads what adds its description, arguments, options and action. */
  readonly load: () => Promise<(command: Command) => Command>;
}

/** Commands with a name in common, such as `emas logs …`. */
export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly commands: readonly CommandEntry[];
}
