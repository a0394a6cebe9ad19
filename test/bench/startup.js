import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const TELL_CPU = new URL('subjects/tell-cpu.js', import.meta.url).href;
const EMAS = path('../../packages/suite/bin/emas.js');
const ROUNDS = 15;

const importing = (name) => ['--input-type=module', '--eval', `await import('${name}')`];

/** What Node runs, by name. */
const PROGRAMS = {
  node: ['--eval', ''],
  express: importing('express'),
  suite: importing('@emas/suite'),
  version: [EMAS, '--version'],
  help: [EMAS, '--help'],
};

const ROWS = [
  { name: 'version', subject: 'CPU of emas --version', most: 250, against: 'node' },
  { name: 'help', subject: 'CPU of emas --help', most: 250, against: 'node' },
  { name: 'suite', subject: "CPU of import('@emas/suite')", most: 600, against: 'express' },
];
const COMPARED = { node: 'Node alone', express: "import('express')" };

export const startup = {
  about: 'processor time until a command or an app has loaded what it needs',
  async run(tell) {
    const measured = Object.fromEntries(Object.keys(PROGRAMS).map((name) => [name, []]));
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [name, words] of Object.entries(PROGRAMS)) measured[name].push(cpuMs(words));
    }
    for (const [name, all] of Object.entries(measured)) {
      tell(`${name}: ${all.toSorted((one, other) => one - other)[7].toFixed(0)} ms`);
    }
    return ROWS.flatMap(({ name, subject, most, against }) => [
      {
        subject,
        against: `${most / 1000} s`,
        ratios: measured[name].map((cpu) => most / cpu),
        budget: 1,
      },
      {
        subject,
        against: COMPARED[against],
        ratios: measured[name].map((cpu, round) => measured[against][round] / cpu),
        budget: null,
      },
    ]);
  },
};

function cpuMs(words) {
  const { status, output } = spawnSync(process.execPath, ['--import', TELL_CPU, ...words], {
    cwd: path('../../packages/suite'),
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}.`);
  return Number(output[3].toString());
}
