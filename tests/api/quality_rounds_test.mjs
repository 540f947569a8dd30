// The server measures the quality of what it holds once a day by itself, and browsers are given what it kept.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

import { serve } from './program.mjs';

const binary = process.env.KEDANG_BINARY ?? 'build/release/kedang';

test('a day is measured once, when nothing is being written', async () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'kedang-quality-'));
  const data = path.join(root, 'data');
  const kedang = (...words) => JSON.parse(execFileSync(binary, [...words, '--json', '--data', data], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  const points = () => kedang('quality', '--trend').points;
  fs.writeFileSync(path.join(root, 'a.csv'), '客户名称,手机\r\n宁波屿川国际贸易有限公司,13900139001\r\n杭州云锦科技有限公司,\r\n');
  assert.equal(kedang('import', path.join(root, 'a.csv')).created, 2);
  assert.deepEqual(points(), []);
  const server = await serve({ data, options: ['--quality-every', '1'] });
  for (const end = Date.now() + 60_000; points().length === 0;) {
    assert.ok(Date.now() < end, 'nothing was kept');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  assert.equal(points()[0].records, 2);
  // What comes later on the day is for tomorrow.
  fs.writeFileSync(path.join(root, 'b.csv'), '客户名称\r\n绍兴映棠纺织有限公司\r\n');
  assert.equal(kedang('import', path.join(root, 'b.csv')).created, 1);
  await new Promise((resolve) => setTimeout(resolve, 3500));
  assert.deepEqual(points().map((point) => point.records), [2]);
  await server.stop();
  fs.rmSync(root, { recursive: true, force: true });
});
