import { expect, test } from '@jest/globals';
import type { PipelineRow } from '../pages/developers/contract.ts';
import { sortedByNeed } from '../pages/developers/web/summary-figures.ts';

function pipeline(name: string, ...states: PipelineRow['states'][number]['state'][]): PipelineRow {
  return {
    ...{ name, kind: 'figures', losses: 0, fault: '', flow: null },
    states: states.map((state) => ({ state, since: null })),
  };
}

test('pipelines that need a look are told apart from those that run, each in their order', () => {
  const traffic = pipeline('traffic', 'ok');
  const log = pipeline('log', 'ok');
  const logins = pipeline('logins', 'waiting', 'filling');
  const engine = pipeline('clickhouse', 'opening');
  expect(sortedByNeed([traffic, logins, engine, log])).toEqual({
    look: [logins, engine],
    well: [traffic, log],
  });
  expect(sortedByNeed([traffic])).toEqual({ look: [], well: [traffic] });
  expect(sortedByNeed([engine])).toEqual({ look: [engine], well: [] });
});
