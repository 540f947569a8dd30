// What a newcomer waits for: the first load of an instance's records into a browser, until they are decoded, stored and can be
// searched, beside the same rows put into other databases of browsers. JSON on standard output.
//
//   node tests/bench/first_load.mjs DATA [--query WORDS] [--mode plain|encrypted] [--peers all|none] [--peer-rows N] [--starts N]
//
// DATA: an instance's folder, made by `kedang import`; a person is added for every run. The query is asked from the beginning, by
// the address, and is found when the answer is the server's. Two browsers load one after the other: for the first the server
// reads and compresses, for the second it has everything. Times are seconds since the browser asked for the records. The peers
// get the same rows as objects that are in memory already (no network, no decoding), in pieces of a thousand, in the same
// Chromium, and are asked for one record in the end.
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { execFileSync, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { until } from '../e2e/support/steps.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const binary = process.env.KEDANG_BINARY ?? path.join(root, 'build/release/kedang');
const { chromium } = createRequire(path.join(root, 'build/deps/node/'))('playwright-core');
const { values: options, positionals: [data] } = parseArgs({ allowPositionals: true, options: {
  query: { type: 'string', default: '云锦' }, mode: { type: 'string', default: 'plain' }, peers: { type: 'string', default: 'all' },
  'peer-rows': { type: 'string', default: '100000' }, starts: { type: 'string', default: '3' } } });
if (!data) {
  console.error('usage: first_load.mjs DATA [--query WORDS] [--mode plain|encrypted] [--peers all|none] [--peer-rows N] [--starts N]');
  process.exit(2);
}

const PASSWORD = 'first loads of a bench';
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kedang-load-'));
const name = `bench-${Date.now()}`;
execFileSync(binary, ['user', 'add', name, '--data', data, '--offline', options.mode, '--cap', '0'], { input: `${PASSWORD}\n` });
const port = 20000 + Math.floor(Math.random() * 20000);
const server = spawn(binary, ['serve', '--port', String(port), '--data', data, '--sign-in-link-file', path.join(folder, 'link')],
  { stdio: 'ignore' });
const browser = await chromium.launch({ executablePath: process.env.KEDANG_CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox',
  '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist', '--js-flags=--max-old-space-size=8192'] });
const url = `http://localhost:${port}/`;
const round = (number, digits = 2) => Math.round(number * 10 ** digits) / 10 ** digits;
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

// Runs in the page before anything else: notes when what happened.
function watch(expected) {
  const seen = window.seen = { frames: [] };
  const get = window.fetch.bind(window);
  window.fetch = async (target, ...rest) => {
    const where = String(target);
    const isManifest = where.endsWith('/sync/snapshot');
    if (isManifest) seen.asked ??= performance.now();
    const answer = await get(target, ...rest);
    if (isManifest) seen.manifest ??= performance.now();
    if (!where.includes('/sync/snapshot/')) return answer;
    const read = answer.arrayBuffer.bind(answer);
    answer.arrayBuffer = async () => {
      const bytes = await read();
      seen.arrived = performance.now();
      seen.segments = (seen.segments ?? 0) + 1;
      return bytes;
    };
    return answer;
  };
  setInterval(() => {
    const now = window.kedang?.stats();
    if (!now) return;
    if (now.records > 0) seen.stored ??= performance.now();
    if (now.records > 0 && now.found === expected) seen.found ??= performance.now();
  }, 10);
  let last = 0;
  const frame = (at) => {
    if (seen.asked && last > seen.asked && !seen.found) seen.frames.push(at - last);
    last = at;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

async function load() {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  const urls = {};
  let wire = 0;
  cdp.on('Network.requestWillBeSent', (event) => { urls[event.requestId] = event.request.url; });
  cdp.on('Network.loadingFinished', (event) => {
    if ((urls[event.requestId] ?? '').includes('/sync/snapshot/')) wire += event.encodedDataLength;
  });
  await page.goto(`${url}healthz`);
  const signIn = { name, password: PASSWORD };
  await page.evaluate((who) => fetch('/auth/signin', { method: 'POST', body: JSON.stringify(who),
    headers: { 'X-Kedang': '1', 'Content-Type': 'application/json' } }), signIn);
  const expected = await page.evaluate((query) => fetch(`/api/v1/records/customer?limit=1&query=${encodeURIComponent(query)}`,
    { headers: { 'X-Kedang': '1' } }).then((answer) => answer.json()).then((answer) => answer.count), options.query);
  if (!(expected > 0)) throw new Error(`${options.query}: the server finds nothing`);
  await page.addInitScript(watch, expected);
  await page.goto(`${url}#/customer?q=${encodeURIComponent(options.query)}`);
  await page.waitForFunction(() => window.seen.found, null, { timeout: 600_000, polling: 100 });
  const [seen, stats] = await page.evaluate(() => [window.seen, window.kedang.stats()]);
  const since = (at) => round((at - seen.asked) / 1000);
  return { context, page, records: stats.records, figures: {
    records: stats.records, wire_bytes_per_row: round(wire / stats.records, 1), memory_bytes: stats.memoryBytes,
    manifest_s: since(seen.manifest), arrived_s: since(seen.arrived), stored_s: since(seen.stored), found_s: since(seen.found),
    rows_per_s_stored: Math.round(stats.records / (seen.stored - seen.asked) * 1000),
    rows_per_s_found: Math.round(stats.records / (seen.found - seen.asked) * 1000),
    hits: stats.found,
    frames: seen.frames.length, longest_frame_ms: Math.round(Math.max(0, ...seen.frames)) } };
}

async function startAgain({ page, records }, count) {
  const times = { shown: [], found: [] };
  for (let i = 0; i < count; ++i) {
    await page.waitForTimeout(2000);
    await page.reload();
    await page.waitForFunction((all) => window.seen.found && window.kedang.stats().records >= all, records, { timeout: 600_000, polling: 50 });
    const [seen, stats] = await page.evaluate(() => [window.seen, window.kedang.stats()]);
    times.shown.push(stats.loadMs);
    times.found.push(seen.found);
  }
  return { shown_s: round(median(times.shown) / 1000), found_s: round(median(times.found) / 1000) };
}

// ---- peers ---------------------------------------------------------------------------------------

// Types of fields whose values no browser is sent.
const COMPUTED = new Set(['formula', 'lookup', 'rollup', 'smart_tags', 'created_at', 'changed_at', 'created_by', 'changed_by']);

async function runPeers(records) {
  const peers = path.join(root, 'build/deps/bench/node_modules');
  const { build } = createRequire(`${peers}/`)('esbuild');
  const script = path.join(folder, 'peers.js');
  await build({ entryPoints: [path.join(root, 'tests/bench/first_load_peers.mjs')], nodePaths: [peers], bundle: true, format: 'iife',
    outfile: script, define: { global: 'window', 'process.env.NODE_ENV': '"production"' }, logLevel: 'error' });
  const rows = path.join(folder, 'rows.jsonl');
  const { fields } = JSON.parse(fs.readFileSync(path.join(root, 'assets/schemas/customer.json')));
  const stored = fields.filter(({ type }) => !COMPUTED.has(type)).map(({ key }) => key);
  execFileSync(binary, ['export', rows, '--data', data, '--quiet', '--fields', stored.join()]);
  const files = { '/': '<!doctype html><script src="/peers.js"></script>', '/peers.js': fs.readFileSync(script), '/rows': fs.readFileSync(rows) };
  const types = { '/': 'text/html', '/peers.js': 'text/javascript', '/rows': 'application/x-ndjson' };
  const site = http.createServer((request, response) => {
    if (!files[request.url]) return void response.writeHead(404).end();
    response.setHeader('Content-Type', `${types[request.url]}; charset=utf-8`).end(files[request.url]);
  });
  await new Promise((resolve) => { site.listen(0, '127.0.0.1', resolve); });
  const figures = {};
  try {
    for (const peer of ['PouchDB', 'RxDB']) {
      const context = await browser.newContext();
      const page = await context.newPage();
      page.setDefaultTimeout(0);
      await page.goto(`http://localhost:${site.address().port}/`);
      const seconds = await page.evaluate(([which, count]) => window.loadInto(which, count), [peer, Math.min(records, Number(options['peer-rows']))]);
      figures[peer] = { rows: seconds.rows, stored_s: round(seconds.stored / 1000), rows_per_s: Math.round(seconds.rows / seconds.stored * 1000) };
      await context.close();
    }
  } finally {
    site.close();
  }
  return figures;
}

try {
  await until(() => fetch(`${url}healthz`).then((answer) => answer.ok, () => false), Boolean, 'the server does not start', 60_000);
  const first = await load();
  await first.context.close();
  const second = await load();
  const later = Number(options.starts) > 0 ? await startAgain(second, Number(options.starts)) : undefined;
  await second.context.close();
  const peers = options.peers === 'none' ? undefined : await runPeers(second.records);
  console.log(JSON.stringify({ server_unprepared: first.figures, server_prepared: second.figures, later_start: later, peers }, null, 1));
} finally {
  await browser.close();
  server.kill('SIGTERM');
  fs.rmSync(folder, { recursive: true, force: true });
}
