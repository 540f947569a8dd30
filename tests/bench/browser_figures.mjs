// The browser's figures of README's table, as JSON on standard output.
//
//   node tests/bench/browser_figures.mjs DATA [RECORDS [CHANGES]]     DATA: an instance's folder, made by `kedang import`
//
// first load over the wire, seconds and bytes per row of the initial load, usable frame of a later start, frames while
// untouched, and how long a change needs from Enter in one browser until it stands in another (100 changes).
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execFileSync, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

import { field, press, settled, until } from '../e2e/support/steps.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { chromium } = createRequire(path.join(root, 'build/deps/node/'))('playwright-core');
const [data, wanted = '100', changes = '100'] = process.argv.slice(2);
if (!data) {
  console.error('usage: browser_figures.mjs DATA [RECORDS]');
  process.exit(2);
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kedang-figures-'));
const linkFile = path.join(folder, 'link');
const port = 20000 + Math.floor(Math.random() * 20000);
const server = spawn(path.join(root, 'build/release/kedang'),
  ['serve', '--port', String(port), '--data', data, '--sign-in-link-file', linkFile], { stdio: 'ignore' });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-quic',
  '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'] });
const stats = (page) => page.evaluate(() => window.kedang.stats());

try {
  await until(() => fs.existsSync(linkFile), Boolean, 'the server does not start', 60_000);
  // Who signs in by the link keeps everything, as for a trip.
  const kedang = (...args) => execFileSync(path.join(root, 'build/release/kedang'), ['user', ...args, '--data', data]).toString();
  const { name } = JSON.parse(kedang('list', '--json')).find(({ role, active }) => active && role === 'administrator');
  kedang('offline', name, 'encrypted', '--cap', '0');
  const link = fs.readFileSync(linkFile, 'utf8').trim().replace('127.0.0.1', 'localhost');
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  const urls = {}, bytes = {};
  cdp.on('Network.requestWillBeSent', (event) => { urls[event.requestId] = event.request.url; });
  cdp.on('Network.loadingFinished', (event) => {
    const url = urls[event.requestId] ?? '';
    bytes[url] = (bytes[url] ?? 0) + event.encodedDataLength;
  });
  const total = (part) => Object.entries(bytes).reduce((sum, [url, size]) => sum + (url.includes(part) ? size : 0), 0);

  await page.goto(link);
  const later = page.getByRole('button', { name: '稍后再说' });
  await later.waitFor();
  const firstLoad = total('/');
  const started = Date.now();
  await later.click();
  await page.waitForFunction((count) => window.kedang.stats().records >= count, Number(wanted), { timeout: 180_000 });
  const loadSeconds = (Date.now() - started) / 1000;
  const loaded = await stats(page);

  const starts = [];
  for (let i = 0; i < 5; ++i) {
    await page.waitForTimeout(1500);
    await page.reload();
    await page.waitForFunction(() => window.kedang?.stats().loadMs > 0, null, { timeout: 60_000 });
    starts.push((await stats(page)).loadMs);
  }
  starts.sort((a, b) => a - b);

  // A second browser with the same record open: the first of the list.
  const other = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await other.addCookies(await context.cookies());
  const watcher = await other.newPage();
  await watcher.goto(link.split('#')[0]);
  await watcher.waitForFunction((count) => window.kedang?.stats().records >= count, Number(wanted), { timeout: 180_000 });
  await settled(watcher);
  await press(page, page.getByRole('cell').filter({ hasText: '公司' }).first());
  await page.waitForFunction(() => location.hash.split('/').length > 2);
  await watcher.evaluate((hash) => { location.hash = hash; }, new URL(page.url()).hash);
  for (const target of [page, watcher]) await field(target, '英文名').waitFor({ state: 'attached' });
  const delays = [];
  for (let i = 0; i < Number(changes); ++i) {
    const words = `Name ${i} ${Date.now()}`;
    await field(page, '英文名').click({ force: true });
    await page.waitForFunction(() => document.activeElement?.classList.contains('agent'));
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(words);
    await page.waitForTimeout(50);
    const seen = watcher.waitForFunction((text) => [...document.querySelectorAll('#mirror input, #mirror textarea, #mirror *')]
      .some((node) => (node.value ?? '') === text || node.textContent === text), words, { polling: 5, timeout: 15_000 });
    const pressed = Date.now();
    await page.keyboard.press('Enter');
    await seen;
    delays.push(Date.now() - pressed);
  }
  delays.sort((a, b) => a - b);

  await watcher.waitForTimeout(3000);
  const before = (await stats(watcher)).frames;
  await watcher.waitForTimeout(5000);
  const idleFrames = (await stats(watcher)).frames - before;

  console.log(JSON.stringify({
    first_load_bytes: firstLoad,
    initial_load_seconds: loadSeconds,
    initial_load_records: loaded.records,
    bytes_per_row: Math.round(total('/sync/snapshot/') / loaded.records * 10) / 10,
    memory_bytes: loaded.memoryBytes,
    start_ms_median: Math.round(starts[2]),
    change_ms_median: delays[delays.length >> 1],
    change_ms_p99: delays[Math.floor(delays.length * 0.99) - (delays.length < 100 ? 0 : 1)],
    idle_frames_in_5_s: idleFrames,
  }));
} finally {
  await browser.close();
  server.kill('SIGTERM');
  fs.rmSync(folder, { recursive: true, force: true });
}
