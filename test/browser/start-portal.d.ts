export interface RunningPortal {
  /** `http://localhost:40123`, without a slash at its end. */
  readonly origin: string;
  /** Ends the process and deletes its data. */
  close(): Promise<void>;
}

export const SMALL_LOG: string;
export const LOG_PERIOD: string;

export function startPortal(
  log?: string,
  env?: Readonly<Record<string, string>>,
): Promise<RunningPortal>;
