// What sealing costs: first load and later starts with what is kept sealed, beside the same in the clear. JSON on standard output.
//
//   node tests/bench/sealed_figures.mjs DATA [STARTS]     DATA: an instance's folder, made by `kedang import`; two people are added
//
// Both are measured in one run, the starts by turns, so that whatever else the machine does falls on both.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execFileSync, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

import { settled, until } from '../e2e/support/steps.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const binary = process.env.KEDANG_BINARY ?? path.join(root, 'build/release/kedang');
const { chromium } = createRequire(path.join(root, 'build/deps/node/'))('playwright-core');
const [data, starts = '5'] = process.argv.slice(2);
if (!data) {
  console.error('usage: sealed_figures.mjs DATA [STARTS]');
  process.exit(2);
}

const PASSWORD = 'sealed figures of a bench';
const MODES = ['plain', 'encrypted'];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kedang-figures-'));
const names = Object.fromEntries(MODES.map((mode) => [mode, `bench-${mode}-${Date.now()}`]));
for (const mode of MODES) {
  execFileSync(binary, ['user', 'add', names[mode], '--data', data, '--offline', mode, '--cap', '0'], { input: `${PASSWORD}\n` });
}
const port = 20000 + Math.floor(Math.random() * 20000);
const server = spawn(binary, ['serve', '--port', String(port), '--data', data, '--sign-in-link-file', path.join(folder, 'link')],
  { stdio: 'ignore' });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-quic',
  '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'] });
const stats = (page) => page.evaluate(() => window.kedang.stats());
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

try {
  const url = `http://localhost:${port}/`;
  await until(() => fetch(`${url}healthz`).then((answer) => answer.ok, () => false), Boolean, 'the server does not start', 60_000);
  const pages = {}, figures = {};
  for (const mode of MODES) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = pages[mode] = await context.newPage();
    await page.goto(`${url}healthz`);
    await page.evaluate((who) => fetch('/auth/signin', { method: 'POST', body: JSON.stringify(who),
      headers: { 'X-Kedang': '1', 'Content-Type': 'application/json' } }), { name: names[mode], password: PASSWORD });
    const started = Date.now();
    await page.goto(url);
    await page.waitForFunction(() => window.kedang?.stats().records > 0 && window.kedang.stats().isCurrent, null, { timeout: 300_000 });
    figures[mode] = { first_load_seconds: (Date.now() - started) / 1000, starts: [] };
    await page.waitForTimeout(3000);
  }
  const records = (await stats(pages.plain)).records;
  for (let i = 0; i < Number(starts); ++i) {
    for (const mode of MODES) {
      await pages[mode].reload();
      await pages[mode].waitForFunction((count) => window.kedang?.stats().loadMs > 0 && window.kedang.stats().records >= count, records,
        { timeout: 120_000 });
      figures[mode].starts.push(Math.round((await stats(pages[mode])).loadMs));
      await settled(pages[mode]);
      await pages[mode].waitForTimeout(1500);
    }
  }
  const of = (mode) => ({ first_load_seconds: figures[mode].first_load_seconds, start_ms_median: median(figures[mode].starts) });
  const [plain, sealed] = MODES.map(of);
  console.log(JSON.stringify({ records, plain, sealed,
    first_load_ratio: Math.round(sealed.first_load_seconds / plain.first_load_seconds * 100) / 100,
    start_ratio: Math.round(sealed.start_ms_median / plain.start_ms_median * 100) / 100 }));
} finally {
  await browser.close();
  server.kill('SIGTERM');
  fs.rmSync(folder, { recursive: true, force: true });
}
