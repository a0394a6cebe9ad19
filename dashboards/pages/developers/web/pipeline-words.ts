import type { PipelineRow, PipelineState } from '../contract.ts';
import type { Texts } from '../words/en.ts';

/** What a state means for a pipeline of its kind. */
export function stateHint(
  kind: PipelineRow['kind'],
  state: PipelineState,
  { developers }: Texts,
): string {
  const isServer = kind === 'engine' || kind === 'server' || kind === 'store';
  if (state === 'ok' && isServer) return developers.answers;
  if (state === 'unwritable' && kind === 'file') return developers.fileUnwritable;
  return developers.pipelineStateHints[state];
}
