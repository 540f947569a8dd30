// Files attached to a record: added, uploaded, opened elsewhere byte for byte; added without network, they wait.

import assert from 'node:assert/strict';
import fs from 'node:fs';

import { story } from './support/story.mjs';
import { button, chooseFile, enter, keptForOffline, openCustomer, press, reach, stats, until } from './support/steps.mjs';
import { csvOf, customers } from './support/customers.mjs';

const world = { people: [{ name: 'lin.yue', display: '林悦', offline: 'plain' }, { name: 'zhou.rl', display: '周若岚' }], csv: csvOf(customers(12)) };
const NAME = '宁波远帆海运有限公司';
// More than one part, and no part like another.
const bytes = Buffer.from(Uint32Array.from({ length: 600_000 }, (_, i) => i * 2654435761).buffer);
const FILE = '营业执照 副本.pdf';

const link = (page) => page.getByRole('link', { name: FILE });
const adding = (page) => button(page, '添加文件').first();

async function open(page) {
  await reach(page, link(page));
  const download = page.waitForEvent('download');
  await press(page, link(page));
  const file = await download;
  assert.equal(file.suggestedFilename(), FILE);
  return fs.readFileSync(await file.path());
}

async function add(page) {
  await reach(page, adding(page));
  await chooseFile(page, adding(page), FILE, bytes);
  await link(page).waitFor({ state: 'attached' });
}

const uploaded = (page) => until(() => page.locator('#mirror').textContent(), (text) => !/等待上传|正在上传/.test(text), 'the file is uploaded');

story('a file of a record is opened elsewhere as it was', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  const other = await enter(stage, 'zhou.rl');
  await openCustomer(page, NAME);
  await add(page);
  await until(() => stats(page), (now) => now.pending === 0, 'the change is uploaded');
  await uploaded(page);
  await openCustomer(other, NAME);
  await link(other).waitFor({ state: 'attached' });
  assert.ok((await open(other)).equals(bytes));
});

story('a file added without network waits and arrives', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await keptForOffline(page);
  await openCustomer(page, NAME);
  await page.context().setOffline(true);
  await add(page);
  await page.reload();
  await openCustomer(page, NAME);
  assert.ok((await open(page)).equals(bytes));
  await page.context().setOffline(false);
  await until(() => stats(page), (now) => now.pending === 0, 'the change is uploaded', 30_000);
  await uploaded(page);
  const other = await enter(stage, 'zhou.rl');
  await openCustomer(other, NAME);
  await until(() => open(other).then((got) => got.equals(bytes), () => false), Boolean, 'the file as it was', 30_000);
});
