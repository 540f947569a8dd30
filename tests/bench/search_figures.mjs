// Search in the browser, ours and others', as README's table shows it.
//
//   ci/setup bench && cmake --preset wasm && cmake --build --preset wasm --target kedang_search_engine
//   node tests/bench/search_figures.mjs CUSTOMERS.csv [--rows N] [--peers all|none|NAME,…] [--check all|N] [--json]
//
// CUSTOMERS.csv has the columns server/search_corpus.h names; the 200 queries of search_queries.tsv were made for a file of
// a million rows. Everything runs in one Chromium, each engine in a fresh page: ours with that many rows (1,000,000) and,
// as a phone, with 100,000 rows at a quarter of the speed; peers with the same rows, MiniSearch with 100,000. Ours is held
// against a plain scan with the one Matcher (--check queries of each kind, 5), peers against plain substring: they know
// neither pinyin nor digits in another format.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import readline from 'node:readline';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { chromium } = createRequire(path.join(root, 'build/deps/node/'))('playwright-core');
const MODULES = path.join(root, 'build/deps/bench/node_modules');
const SMALL = 100_000;
const TYPES = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm', '.html': 'text/html' };

const [file, ...options] = process.argv.slice(2);
const option = (name, otherwise) => (options.includes(name) ? options[options.indexOf(name) + 1] : otherwise);
const rows = Number(option('--rows', '1000000'));
const wanted = option('--peers', 'all');
const check = option('--check', '5');
if (!file || !Number.isFinite(rows)) {
  console.error('usage: search_figures.mjs CUSTOMERS.csv [--rows N] [--peers all|none|NAME,…] [--check all|N] [--json]');
  process.exit(2);
}

const queries = fs.readFileSync(path.join(root, 'tests/bench/search_queries.tsv'), 'utf8').split('\n')
  .filter((line) => line && !line.startsWith('#')).map((line) => ({ kind: line.split('\t')[0], text: line.split('\t')[1] }));
const kinds = [...new Set(queries.map(({ kind }) => kind))];

// --- what pages load ------------------------------------------------------------------------------

// The searched fields of a row as peers get them: folded as far as JavaScript folds, one line a row.
const COLUMNS = ['company', 'contact', 'mobile', 'phone', 'email', ['province', 'city', 'district'], 'address', 'tags', 'note',
  'source', 'stage', 'owner'];
async function sendTexts(response, limit) {
  let columns, count = 0, text = '';
  for await (const line of readline.createInterface({ input: fs.createReadStream(file) })) {
    const cells = line.split(',');
    if (!columns) {
      columns = COLUMNS.map((names) => [names].flat().map((name) => cells.indexOf(name)));
      continue;
    }
    if (count++ >= limit) break;
    text += `${columns.map((places) => places.map((place) => cells[place]).join('')).join('\u001f').normalize('NFKC').toLowerCase()}\n`;
    if (text.length < 1 << 20) continue;
    if (!response.write(text)) await new Promise((resolve) => { response.once('drain', resolve); });
    text = '';
  }
  response.end(text);
}

const FILES = {
  '/customers.csv': file,
  '/pinyin.txt': path.join(root, 'assets/pinyin/pinyin.txt'),
  '/search_page.mjs': path.join(root, 'tests/bench/search_page.mjs'),
  '/kedang_search_engine.js': path.join(root, 'build/wasm/tests/kedang_search_engine.js'),
  '/kedang_search_engine.wasm': path.join(root, 'build/wasm/tests/kedang_search_engine.wasm'),
};
const PAGE = `<!doctype html><script src="kedang_search_engine.js"></script>
<script type="module">window.bench = await import('./search_page.mjs');</script>`;

const server = http.createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost');
  // Isolated pages have an exact clock.
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
  if (url.pathname === '/texts') return void sendTexts(response, Number(url.searchParams.get('rows')));
  if (url.pathname === '/') return void response.setHeader('Content-Type', 'text/html').end(PAGE);
  const named = url.pathname.startsWith('/modules/') ? path.join(MODULES, path.normalize(url.pathname.slice('/modules'.length))) : FILES[url.pathname];
  if (!named || !fs.existsSync(named)) return void response.writeHead(404).end();
  response.setHeader('Content-Type', TYPES[path.extname(named)] ?? 'text/plain');
  fs.createReadStream(named).pipe(response);
});

// --- runs -----------------------------------------------------------------------------------------

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
function spread(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const round = (ms) => Math.round(ms * 1000) / 1000;
  return { p50: round(at(sorted, 0.5)), p99: round(at(sorted, 0.99)), max: round(sorted.at(-1)) };
}
const byKind = (answers, timesOf) => Object.fromEntries(kinds.map((kind) =>
  [kind, spread(answers.filter((answer) => answer.kind === kind).flatMap(timesOf))]));
const sum = (list, of) => list.reduce((total, entry) => total + of(entry), 0);
const share = (missing, hits) => (hits ? Math.round((1 - missing / hits) * 1000) / 1000 : 1);

function figuresOf(answers, built, memory) {
  return { ...built, memory_bytes_per_row: Math.round(memory / built.rows), ...spread(answers.map(({ ms }) => ms)),
    kinds: byKind(answers, ({ ms }) => ms), recall: share(sum(answers, (a) => a.missing), sum(answers, (a) => a.hits)),
    extra: sum(answers, (a) => a.extra) };
}

async function inPage(browser, use) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(0);
  const cdp = await context.newCDPSession(page);
  await page.goto(`http://localhost:${server.address().port}/`);
  await page.waitForFunction(() => window.bench);
  const heap = async () => {
    await cdp.send('HeapProfiler.collectGarbage');
    const usage = await cdp.send('Runtime.getHeapUsage');
    return usage.usedSize + (usage.backingStorageSize ?? 0);
  };
  try {
    return await use(page, cdp, heap);
  } finally {
    await context.close();
  }
}

async function runEngine(browser) {
  return inPage(browser, async (page) => {
    const built = await page.evaluate((count) => window.bench.buildEngine(count), rows);
    const answers = await page.evaluate((list) => window.bench.askEngine(list), queries);
    const checked = kinds.flatMap((kind) => queries.filter((query) => query.kind === kind).slice(0, check === 'all' ? undefined : Number(check)));
    const held = await page.evaluate((list) => window.bench.checkEngine(list), checked);
    return { ...built, ...spread(answers.map(({ ms }) => ms)), kinds: byKind(answers, ({ ms }) => ms),
      facets: spread(answers.map(({ facets }) => facets)), close: spread(answers.flatMap(({ close }) => close)), typed: spread(answers.flatMap(({ typed }) => typed)), typed_kinds: byKind(answers, ({ typed }) => typed),
      checked: held.length, recall: share(sum(held, (a) => a.missing), sum(held, (a) => a.hits)), extra: sum(held, (a) => a.extra),
      slowest: answers.sort((a, b) => b.ms - a.ms).slice(0, 5).map(({ text, ms, count }) => ({ text, ms, count })) };
  });
}

async function runPhone(browser) {
  return inPage(browser, async (page, cdp) => {
    const built = await page.evaluate((count) => window.bench.buildEngine(count), Math.min(rows, SMALL));
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    const answers = await page.evaluate((list) => window.bench.askEngine(list), queries);
    return { ...built, ...spread(answers.map(({ ms }) => ms)), typed: spread(answers.flatMap(({ typed }) => typed)) };
  });
}

async function runPeer(browser, name) {
  return inPage(browser, async (page, cdp, heap) => {
    await page.evaluate((count) => window.bench.loadTexts(count), name.startsWith('MiniSearch') ? Math.min(rows, SMALL) : rows);
    const before = await heap();
    const built = await page.evaluate((peer) => window.bench.buildPeer(peer), name);
    const memory = Math.max(0, await heap() - before) + built.own_bytes;
    return figuresOf(await page.evaluate((list) => window.bench.askPeer(list), queries), built, memory);
  });
}

// --- the table ------------------------------------------------------------------------------------

const number = (value) => (value >= 100 ? Math.round(value).toLocaleString('en') : value >= 10 ? value.toFixed(1) : value.toFixed(2));
function markdown(figures) {
  const lines = ['| engine | rows | p50 / p99 / max ms | recall | extra rows | build rows/s | bytes/row |', '|---|---|---|---|---|---|---|'];
  const row = (name, entry, bytes) => lines.push(`| ${name} | ${entry.rows.toLocaleString('en')} | ` +
    `${number(entry.p50)} / ${number(entry.p99)} / ${number(entry.max)} | ${entry.recall === undefined ? '' : entry.recall.toFixed(3)} | ` +
    `${entry.extra?.toLocaleString('en') ?? ''} | ${entry.rows_per_s < 1e8 ? entry.rows_per_s.toLocaleString('en') : ''} | ${bytes} |`);
  const { kedang, phone, peers } = figures;
  row('Kedang, whole query', kedang, Math.round(kedang.index_bytes_per_row));
  row('Kedang, every keystroke', { ...kedang, ...kedang.typed }, '');
  row('Kedang, then close spellings', { ...kedang, ...kedang.close, recall: undefined, extra: undefined }, '');
  row('Kedang, counts of 8 facets', { ...kedang, ...kedang.facets, recall: undefined, extra: undefined }, Math.round(kedang.facet_bytes_per_row));
  row('Kedang, every keystroke, 4× slower', { ...phone, ...phone.typed }, Math.round(phone.index_bytes_per_row));
  for (const [name, entry] of Object.entries(peers)) row(name, entry, entry.memory_bytes_per_row);
  lines.push('', `| kind of query, p50 / p99 ms | ${kinds.join(' | ')} |`, `|---|${kinds.map(() => '---').join('|')}|`);
  for (const [name, entry] of [['Kedang', kedang], ...Object.entries(peers)]) {
    lines.push(`| ${name} | ${kinds.map((kind) => `${number(entry.kinds[kind].p50)} / ${number(entry.kinds[kind].p99)}`).join(' | ')} |`);
  }
  return lines.join('\n');
}

await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
const browser = await chromium.launch({ executablePath: process.env.KEDANG_CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--no-first-run', '--js-flags=--max-old-space-size=8192'] });
try {
  const say = (text) => console.error(`search figures: ${text}`);
  say(`our engine, ${rows} rows`);
  const kedang = await runEngine(browser);
  say('our engine as a phone');
  const phone = await runPhone(browser);
  const peers = {};
  const names = await inPage(browser, (page) => page.evaluate(() => window.bench.peerNames));
  for (const name of names.filter((peer) => wanted === 'all' || wanted.split(',').some((part) => peer.startsWith(part)))) {
    say(name);
    peers[name] = await runPeer(browser, name);
  }
  const figures = { kedang, phone, peers };
  console.log(options.includes('--json') ? JSON.stringify(figures, null, 1) : markdown(figures));
} finally {
  await browser.close();
  server.close();
}
