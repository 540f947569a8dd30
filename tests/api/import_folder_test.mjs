// Files laid into a folder are imported once, whatever happens in between, and what became of them stands beside them.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

import { serve } from './program.mjs';

const binary = process.env.KEDANG_BINARY ?? 'build/release/kedang';
const rows = (names) => ['单位,代码,说明', ...names, ''].join('\r\n');

function place() {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'kedang-folder-'));
  const folder = path.join(root, 'in');
  fs.mkdirSync(path.join(folder, '展会'), { recursive: true });
  const kedang = (...words) => JSON.parse(execFileSync(binary, [...words, '--json', '--data', path.join(root, 'data')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  return { root, folder, inbox: path.join(folder, '展会'), data: path.join(root, 'data'), kedang,
    start: () => serve({ data: path.join(root, 'data'), options: ['--import-folder', folder, '--import-every', '1'] }),
    count: (query) => { try { return kedang('search', query, '--schema', 'customer').count; } catch { return 0; } } };
}

async function until(read, check, what) {
  for (const end = Date.now() + 30_000; ;) {
    const value = read();
    if (check(value)) return value;
    assert.ok(Date.now() < end, `${what}: still ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const listed = (folder) => (fs.existsSync(folder) ? fs.readdirSync(folder).sort() : []);

test('files in a folder are imported by the profile of its name, and once', async () => {
  const here = place();
  fs.writeFileSync(path.join(here.root, 'first.csv'), rows(['杭州云锦科技有限公司,,展位一']));
  const made = here.kedang('import', path.join(here.root, 'first.csv'), '--map', '单位=name,代码=uscc,说明=note', '--source', '展会名录', '--profile', '展会');
  assert.equal(made.created, 1);
  const server = await here.start();
  // One good, one with a row that is refused, one that is no table, and one that is there already.
  fs.writeFileSync(path.join(here.inbox, '甲.csv'), rows(['宁波屿川贸易有限公司,,展位二']));
  fs.writeFileSync(path.join(here.inbox, '乙.csv'), rows(['绍兴映棠纺织有限公司,,展位三', '重庆银行股份有限公司,91500000202869177X,展位四']));
  fs.writeFileSync(path.join(here.inbox, '丙.xlsx'), 'no workbook at all\0');
  fs.writeFileSync(path.join(here.inbox, '忽略.pdf'), 'not a table');
  const done = await until(() => listed(path.join(here.inbox, 'done')), (files) => files.filter((name) => name.endsWith('.report.json')).length === 2, 'two are done');
  const failed = await until(() => listed(path.join(here.inbox, 'failed')), (files) => files.some((name) => name.endsWith('丙.xlsx')), 'one failed');
  assert.ok(done.some((name) => name.endsWith('-甲.csv')) && done.some((name) => name.endsWith('-乙.csv')), done.join());
  assert.deepEqual(listed(here.inbox), ['done', 'failed', '忽略.pdf']);
  const report = (folder, ending) => JSON.parse(fs.readFileSync(path.join(here.inbox, folder, listed(path.join(here.inbox, folder)).find((name) => name.endsWith(ending))), 'utf8'));
  assert.equal(report('done', '乙.csv.report.json').answer.rejected, 1);
  assert.match(report('failed', '丙.xlsx.report.json').error, /丙\.xlsx/);
  // The refused row is a workbook with its reason.
  const refused = failed.find((name) => name.endsWith('乙.csv.rejected.xlsx')) ?? listed(path.join(here.inbox, 'failed')).find((name) => name.endsWith('乙.csv.rejected.xlsx'));
  const book = here.kedang('xlsx', path.join(here.inbox, 'failed', refused));
  assert.equal(book.sheets[0].rows.length, 2);
  assert.equal(book.sheets[0].rows[1][0], '重庆银行股份有限公司');
  assert.equal(here.count('数据来源=展会名录'), 3);
  // The same content again, under another name.
  fs.writeFileSync(path.join(here.inbox, '又是甲.csv'), rows(['宁波屿川贸易有限公司,,展位二']));
  await until(() => listed(path.join(here.inbox, 'done')), (files) => files.some((name) => name.endsWith('又是甲.csv')), 'it only moves');
  assert.notEqual(report('done', '又是甲.csv.report.json').answer.earlier, null);
  assert.equal(here.count('数据来源=展会名录'), 3);
  await server.stop();
  fs.rmSync(here.root, { recursive: true, force: true });
});

test('a file that grows is left alone until it lies still', async () => {
  const here = place();
  fs.writeFileSync(path.join(here.root, 'first.csv'), rows(['杭州云锦科技有限公司,,展位一']));
  here.kedang('import', path.join(here.root, 'first.csv'), '--map', '单位=name,说明=note', '--profile', '展会');
  const server = await here.start();
  const file = path.join(here.inbox, '长.csv');
  fs.writeFileSync(file, '单位,代码,说明\r\n');
  for (let i = 0; i < 12; ++i) {
    fs.appendFileSync(file, `第${i}号贸易有限公司,,展位${i}\r\n`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.ok(fs.existsSync(file), `row ${i}`);
  }
  await until(() => listed(path.join(here.inbox, 'done')), (files) => files.length === 2, 'whole, once it lies still');
  assert.equal(here.count('号贸易'), 12);
  await server.stop();
  fs.rmSync(here.root, { recursive: true, force: true });
});

test('a kill in the middle leaves nothing half, and nothing twice', async () => {
  const here = place();
  fs.writeFileSync(path.join(here.root, 'first.csv'), rows(['杭州云锦科技有限公司,,展位一']));
  here.kedang('import', path.join(here.root, 'first.csv'), '--map', '单位=name,说明=note', '--profile', '展会');
  const many = 20_000;
  const text = rows(Array.from({ length: many }, (_, i) => `第${i}号实业有限公司,,展位${i}`));
  fs.writeFileSync(path.join(here.inbox, '大.csv'), text);
  for (const delay of [900, 1300, 1700]) {
    const server = await here.start();
    await new Promise((resolve) => setTimeout(resolve, delay));
    server.signal('SIGKILL');
    await server.ended;
    const there = here.count('号实业');
    assert.ok(there === 0 || there === many, `${there} rows after a kill`);
  }
  const server = await here.start();
  await until(() => listed(path.join(here.inbox, 'done')), (files) => files.length === 2, 'it is done in the end');
  assert.equal(here.count('号实业'), many);
  await server.stop();
  fs.rmSync(here.root, { recursive: true, force: true });
});
