// The duplicate desk: messy data, side by side, chosen by hand, merged with what points to them, taken apart again; what is no
// duplicate is remembered; all of it without network, too.

import assert from 'node:assert/strict';

import { button, enter, field, go, keptForOffline, press, reach, settled, stats, syncSays, until } from './support/steps.mjs';
import { desk } from './support/browser.mjs';
import { creditCode, customers } from './support/customers.mjs';
import { story } from './support/story.mjs';

const CLOUD = '杭州云锦科技有限公司';
const BRACKETS = '云锦科技(杭州)有限公司';
const TRADE = '宁波屿川国际贸易有限公司';

const rows = [
  [CLOUD, creditCode(700), '老客户，每年续签一次', '13800138000', '滨江区江晖路1888号'],
  [BRACKETS, '', '秋季展会上认识', '13800138000', ''],
  [TRADE, '', '', '13900139001', ''],
  ['宁波屿川国际贸易(有限公司)', '', '', '13900139001', ''],
  ...customers(12).map((row) => [...row, '', '']),
];
const csv = [['企业名称', '统一社会信用代码', '备注', '手机', '详细地址'], ...rows].map((row) => `${row.map((cell) => `"${cell}"`).join(',')}\r\n`).join('');
const world = {
  people: [{ name: 'lin.yue', display: '林悦', offline: 'plain' }, { name: 'chen', display: '陈亦凡', role: 'viewer' }],
  csv,
  tables: [{ schema: 'contact', csv: `姓名,客户,手机\r\n张三,${BRACKETS},13700137001\r\n李四,${CLOUD},13700137002\r\n` }],
};

const group = (page, name) => page.getByRole('option', { name, exact: true });

// The ids of the customers by their names, as the server has them.
async function customerIds(page) {
  const found = await page.evaluate(async () => (await fetch('/api/v1/records/customer?limit=100')).json());
  return Object.fromEntries(found.records.map((record) => [record.title, record.id]));
}

// The group of one firm, with its records side by side.
async function openGroup(page, name) {
  await go(page, 'duplicates');
  await press(page, group(page, name));
  await page.getByRole('heading', { name: '为什么认为是同一家' }).waitFor({ state: 'attached' });
}

// The note of one record, wherever that record stands beside the other.
const noteWith = (page, text) => page.getByRole('radio', { name: /^备注，第 \d 条$/ }).filter({ hasText: text });

async function merge(page) {
  await openGroup(page, CLOUD);
  const choice = noteWith(page, '秋季展会');
  await reach(page, choice);
  await press(page, choice);
  await until(() => choice.getAttribute('aria-checked'), (now) => now === 'true', 'the note chosen by hand');
  await press(page, button(page, '合并 2 条'));
}

async function takeApart(page) {
  await go(page, 'duplicates/customer?s=done');
  if (page.isPhone) await press(page, page.getByRole('option', { name: CLOUD, exact: true }));
  await press(page, button(page, '拆开'));
}

story('records are merged by hand and taken apart again', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  const { records } = await stats(page);
  const ids = await customerIds(page);
  await merge(page);
  await until(() => stats(page), (now) => now.records === records - 1 && now.pending === 0, 'one record less, on the server');
  // What is left is the other group.
  await go(page, 'duplicates');
  await group(page, TRADE).waitFor({ state: 'attached' });
  await until(() => group(page, CLOUD).count(), (count) => count === 0, 'the merged group has left the list');
  // The address of the merged one leads on, to both contacts and the note that was chosen.
  const merged = (await page.evaluate(async (id) => (await fetch(`/api/v1/records/customer/${id}`)).status, ids[CLOUD])) === 200 ? ids[BRACKETS] : ids[CLOUD];
  await go(page, `customer/${merged}`);
  await page.getByText('你打开的记录已并入这一条').first().waitFor({ state: 'attached' });
  await until(() => field(page, '备注').inputValue(), (text) => text.includes('秋季展会上认识'), 'the chosen note');
  await press(page, page.getByRole('tab', { name: /^相关/ }));
  for (const person of ['张三', '李四']) await page.getByText(person).first().waitFor({ state: 'attached' });
  await takeApart(page);
  await until(() => stats(page), (now) => now.records === records && now.pending === 0, 'all records are back');
  await page.getByText('已拆开').first().waitFor({ state: 'attached' });
  await go(page, `customer/${merged}`);
  await until(() => page.locator('#mirror').textContent(), (text) => !text.includes('已并入这一条') && text.includes('云锦科技'), 'the record itself');
  assert.deepEqual(await customerIds(page), ids);
});

story('a merge is taken back at once', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  const { records } = await stats(page);
  await merge(page);
  await until(() => stats(page), (now) => now.records === records - 1, 'one record less');
  await press(page, button(page, '撤销'));
  await until(() => stats(page), (now) => now.records === records && now.pending === 0, 'both are back');
  await go(page, 'duplicates');
  await group(page, CLOUD).waitFor({ state: 'attached' });
});

story('groups that are sure enough are merged together, each to be taken apart alone', { ...world, people: [{ name: 'admin', role: 'administrator', offline: 'plain' }] }, async (stage) => {
  const page = await enter(stage, 'admin');
  const { records } = await stats(page);
  await go(page, 'duplicates');
  await group(page, CLOUD).waitFor({ state: 'attached' });
  await press(page, button(page, '批量合并'));
  await press(page, page.getByRole('radio', { name: /^95/ }));
  const run = page.getByRole('button', { name: /^合并 \d+ 组$/ });
  await run.waitFor({ state: 'attached' });
  assert.equal(await run.getAttribute('aria-disabled'), 'true', 'nothing is merged unseen');
  const sample = page.getByRole('dialog').getByRole('checkbox');
  const count = await sample.count();
  assert.ok(count > 0);
  for (let i = 0; i < count; ++i) await press(page, sample.nth(i));
  await until(() => run.getAttribute('aria-disabled'), (state) => state !== 'true', 'the sample was looked at');
  await press(page, run);
  await until(() => stats(page), (now) => now.records === records - count && now.pending === 0, 'each group is one record, on the server');
  await go(page, 'duplicates/customer?s=done');
  await until(() => page.getByRole('option').count(), (now) => now === count, 'each is a decision of its own');
  await press(page, button(page, '撤销'));
  await until(() => stats(page), (now) => now.records === records && now.pending === 0, 'all are back');
}, [desk]);

story('what is no duplicate is remembered', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await openGroup(page, TRADE);
  await press(page, button(page, '不是重复'));
  await group(page, TRADE).waitFor({ state: 'detached' });
  await until(() => stats(page), (now) => now.pending === 0, 'the decision is uploaded');
  await page.reload();
  await settled(page);
  await go(page, 'duplicates');
  await group(page, CLOUD).waitFor({ state: 'attached' });
  assert.equal(await group(page, TRADE).count(), 0);
  await go(page, 'duplicates/customer?s=done');
  const decided = page.getByRole('option', { name: TRADE, exact: true });
  await decided.waitFor({ state: 'attached' });
  if (page.isPhone) await press(page, decided);
  await press(page, button(page, '重新考虑'));
  await go(page, 'duplicates');
  await group(page, TRADE).waitFor({ state: 'attached' });
});

story('without network all of it works, and arrives', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  const { records } = await stats(page);
  const ids = await customerIds(page);
  await keptForOffline(page);
  await page.context().setOffline(true);
  await go(page, 'customer');
  await syncSays(page, '离线');
  await merge(page);
  await group(page, CLOUD).waitFor({ state: 'detached' });
  await until(() => stats(page), (now) => now.pending > 0, 'merged here, waiting');
  await page.reload();
  await until(() => stats(page).catch(() => null), (now) => now?.pending > 0, 'waiting after a reload');
  await go(page, 'duplicates');
  await group(page, TRADE).waitFor({ state: 'attached' });
  assert.equal(await group(page, CLOUD).count(), 0);
  await takeApart(page);
  await page.getByText(/联网后/).first().waitFor({ state: 'attached' });
  await page.context().setOffline(false);
  await until(() => stats(page), (now) => now.records === records && now.pending === 0, 'merged and taken apart on the server');
  assert.deepEqual(await customerIds(page), ids);
});

story('who may only read is told so', world, async (stage) => {
  const page = await enter(stage, 'chen');
  await openGroup(page, CLOUD);
  await until(() => button(page, '合并 2 条').isDisabled(), (is) => is, 'no merging');
  await page.getByText('没有合并的权限，请找管理员').first().waitFor({ state: 'attached' });
});
