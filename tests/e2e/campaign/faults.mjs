// The campaign of faults: real server, real Chromium, one scenario a run. A line for each, a summary, and an error when an edit that
// was confirmed is nowhere and nobody was told. What the dice throw is the seed's; when a browser does what, is not.
//
//   node tests/e2e/campaign/faults.mjs [--runs N] [--seed FIRST] [--scenario NAME] [--jobs N]

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { FaultRun } from './fault_run.mjs';
import { scenarios } from './scenarios.mjs';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '52' }, seed: { type: 'string', default: '1' },
  scenario: { type: 'string' }, jobs: { type: 'string', default: '1' } } });
process.env.KEDANG_PATIENCE_MS ??= '60000';  // what takes long is no fault
const names = Object.keys(scenarios);
const evidence = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../build/e2e');
const total = { runs: 0, failed: [], edits: 0, confirmed: 0, server: 0, outbox: 0, tray: 0, told: 0, lost: 0 };

async function keepEvidence(run, title) {
  fs.mkdirSync(evidence, { recursive: true });
  const name = path.join(evidence, `campaign-${title}`);
  await run.page?.screenshot({ path: `${name}.png`, timeout: 5000 }).catch(() => {});
  const mirror = await run.page?.locator('body').ariaSnapshot({ timeout: 5000 }).catch(() => '');
  fs.writeFileSync(`${name}.yaml`, `${mirror}\n\n${run.heard.join('\n')}\n\n${run.complaints.join('\n')}\n`);
}

async function runOne(seed) {
  const name = values.scenario ?? names[(seed - 1) % names.length];
  const begin = Date.now();
  let run;
  let line;
  try {
    run = await FaultRun.start(seed, { isNoisy: Math.floor((seed - 1) / names.length) % 2 === 1 });
    await scenarios[name](run);
    const { places, settled, complaints } = await run.judge();
    const edits = run.ledger.edits.length;
    const confirmed = run.ledger.confirmed.length;
    line = `${edits} typed, ${confirmed} confirmed: ${places.server} on the server, ${places.outbox} in the outbox, ` +
      `${places.tray} in the tray, ${places.told} told, ${places.lost.length} lost` +
      (run.proxy.struck.length > 0 ? `; ${run.proxy.struck.length} faults of the wire` : '');
    total.edits += edits;
    total.confirmed += confirmed;
    for (const place of ['server', 'outbox', 'tray', 'told']) total[place] += places[place];
    total.lost += places.lost.length;
    const wrong = [];
    if (places.lost.length > 0) wrong.push(`LOST ${places.lost.map((edit) => `${edit.customer} ${edit.key} ${edit.text}`).join(', ')}`);
    if (!settled) wrong.push('does not come to rest');
    if (complaints.length > 0) wrong.push(`complaints: ${complaints.join(' | ').slice(0, 500)}`);
    if (wrong.length > 0) throw new Error(`${line}; ${wrong.join('; ')}`);
    line = `ok ${line}`;
  } catch (error) {
    total.failed.push(seed);
    line = `FAILED ${error.message.slice(0, 1500)}`;
    if (run) await keepEvidence(run, `${seed}-${name}`);
  } finally {
    await run?.stop().catch((error) => console.error(`stopping: ${error.message}`));
  }
  ++total.runs;
  console.log(`seed ${seed} ${name}: ${line} (${((Date.now() - begin) / 1000).toFixed(0)} s)`);
}

let next = Number(values.seed);
const end = next + Number(values.runs);
await Promise.all(Array.from({ length: Number(values.jobs) }, async () => {
  while (next < end) await runOne(next++);
}));

console.log(`${total.runs} runs, ${total.confirmed} of ${total.edits} edits confirmed: ${total.server} on the server, ${total.outbox} in the ` +
  `outbox, ${total.tray} in the tray, ${total.told} told to be lost, ${total.lost} lost silently; ` +
  (total.failed.length === 0 ? 'no run failed' : `failed seeds: ${total.failed.join(' ')}`));
process.exit(total.failed.length === 0 ? 0 : 1);
