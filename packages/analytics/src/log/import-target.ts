import type { ClickHouseClient } from '@clickhouse/client';
import { readForgetRound } from '../days/forget-round.ts';
import type { Recorder } from '../record/recorder.ts';
import { sendRows } from './import-batch.ts';
import {
  NOT_IMPORTED,
  readImportRecord,
  readImportRecords,
  writeImportRecords,
} from './import-record.ts';
import type { ImportRecord, KeptRecord } from './import-record.ts';
import type { LogHead } from './log-head.ts';

/** Where an import goes, and where it stands how far it came. */
export interface ImportTarget {
  recordOf(head: LogHead): Promise<ImportRecord>;
  /** Of all logs of the app. */
  allRecords(): Promise<readonly KeptRecord[]>;
  /** By the logs' ids, those of one batch: all of it or nothing. */
  writeRecords(records: ReadonlyMap<string, ImportRecord>): Promise<void>;
  /** How often figures were forgotten. */
  round(): Promise<number>;
  /** Sends what the recorder has, under the name of the batch. */
  sendRows(recorder: Recorder, name: string): Promise<void>;
}

export function clickhouseTarget(client: ClickHouseClient, app: string): ImportTarget {
  return {
    recordOf: async (head) => readImportRecord(client, app, head),
    allRecords: async () => readImportRecords(client, app),
    writeRecords: async (records) => writeImportRecords(client, app, records),
    round: async () => readForgetRound(client),
    sendRows: async (recorder, name) => sendRows(client, recorder, name),
  };
}

/** For a dry run: knows nothing and keeps nothing. */
export const NO_TARGET: ImportTarget = {
  recordOf: async () => Promise.resolve(NOT_IMPORTED),
  allRecords: async () => Promise.resolve([]),
  writeRecords: async () => Promise.resolve(),
  round: async () => Promise.resolve(0),
  sendRows: async (recorder) => Promise.resolve(recorder.discard()),
};
