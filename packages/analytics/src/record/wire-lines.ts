/**
 * Rows as JSON lines, by hand: every batch has thousands of them, most of their fields are zero and may
 * be left out, and the dimensions of a visit were written once when it began.
 */
import { quarterHourOf } from '@emas/calendar';
import type { LeftOutBucket, TakenBuckets, ViewBucket, VisitBucket } from './buckets.ts';

/** Rows by the table they go to. */
export interface WireLines {
  readonly traffic: readonly string[];
  readonly leftOut: readonly string[];
}

export function wireLines(app: string, { views, visits, leftOut }: TakenBuckets): WireLines {
  const traffic: string[] = [];
  for (const bucket of views) traffic.push(viewLine(app, bucket));
  for (const bucket of visits) {
    // What came and went within one flush is nothing.
    if (hasChanged(bucket)) traffic.push(visitLine(app, bucket));
  }
  return { traffic, leftOut: Array.from(leftOut, (bucket) => leftOutLine(app, bucket)) };
}

function hasChanged({ visits, bounces, duration, exits }: VisitBucket): boolean {
  return visits !== 0 || bounces !== 0 || duration !== 0 || exits !== 0;
}

function viewLine(app: string, bucket: ViewBucket): string {
  const { minute, day, page, dimensions, views, pageVisits, first, visitors } = bucket;
  let line = `{"app":"${app}","minute":${minute / 1000},"slot":${quarterHourOf(minute) / 1000},"day":"${day}","view_page":${JSON.stringify(page)},${dimensions.json},"add_views":${views}`;
  if (pageVisits > 0) line += `,"add_page_visits":${pageVisits}`;
  if (first.visitor > 0) line += `,"first_visitor":${first.visitor}`;
  if (first.page > 0) line += `,"first_page":${first.page}`;
  if (first.entry_page > 0) line += `,"first_entry_page":${first.entry_page}`;
  if (first.source > 0) line += `,"first_source":${first.source}`;
  if (first.channel > 0) line += `,"first_channel":${first.channel}`;
  if (first.referrer > 0) line += `,"first_referrer":${first.referrer}`;
  if (first.utm_source > 0) line += `,"first_utm_source":${first.utm_source}`;
  if (first.utm_medium > 0) line += `,"first_utm_medium":${first.utm_medium}`;
  if (first.utm_campaign > 0) line += `,"first_utm_campaign":${first.utm_campaign}`;
  // Once each: the engine would tell them apart as well, and take several times as long for the row.
  const keys = visitors.length > 1 ? [...new Set(visitors)] : visitors;
  return `${line},"keys":[${keys.join(',')}]}`;
}

function visitLine(app: string, bucket: VisitBucket): string {
  const { slot, day, exitPage, dimensions, visits, bounces, duration, exits } = bucket;
  const seconds = slot / 1000;
  let line = `{"app":"${app}","minute":${seconds},"slot":${seconds},"day":"${day}",${dimensions.json}`;
  if (visits !== 0) line += `,"add_visits":${visits}`;
  if (bounces !== 0) line += `,"add_bounces":${bounces}`;
  if (duration !== 0) line += `,"add_duration":${duration}`;
  if (exits !== 0) line += `,"exit_page":${JSON.stringify(exitPage)},"add_exits":${exits}`;
  return `${line}}`;
}

function leftOutLine(app: string, bucket: LeftOutBucket): string {
  return JSON.stringify({ app, ...bucket, slot: bucket.slot / 1000 });
}
