export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly production: boolean;
}

export function faultOf(entry: LockedPackage): string | undefined;
export function lockedPackages(root: string): LockedPackage[];
export function renderTable(entries: readonly LockedPackage[]): string;
