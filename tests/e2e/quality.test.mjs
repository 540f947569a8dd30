// The quality page: the score with its parts, how it moved, what to mend next, and whose records are good; a line leads to its list
// or to the field; mending it raises the score; all of it without network, too. The score of one record on its page.

import assert from 'node:assert/strict';

import { button, enter, field, go, keptForOffline, openCustomer, press, reach, stats, syncSays, until, write } from './support/steps.mjs';
import { creditCode, customers } from './support/customers.mjs';
import { story } from './support/story.mjs';

const rows = [
  ['宁波屿川国际贸易有限公司', '', '13900139001', 'li@163.con'],
  ...customers(6).map((row) => [...row.slice(0, 2), '', '']),
];
const table = (head, lines) => [head, ...lines].map((row) => `${row.map((cell) => `"${cell}"`).join(',')}\r\n`).join('');
const head = ['企业名称', '统一社会信用代码', '手机', '邮箱'];
const world = {
  people: [{ name: 'lin.yue', display: '林悦', offline: 'plain' }],
  csv: table(head, [['杭州云锦科技有限公司', creditCode(700), '13800138000', '']]),
  tables: [{ schema: 'customer', csv: table(head, rows), options: ['--source', '展会名录'] }],
};
// What the server kept of past days, as it stands in its records.
const dayBefore = (days) => new Date(Date.now() + 8 * 3_600_000 - days * 86_400_000).toISOString().slice(0, 10);
const past = [[40, 78], [20, 88], [8, 92], [1, 83], [0, 80]];
const watched = {
  ...world,
  tables: [...world.tables, { schema: 'quality_snapshot',
    csv: table(['名称', '用于', '日期', '记录数', '质量评分'], past.map(([days, points]) => [`customer ${dayBefore(days)}`, 'customer', dayBefore(days), '11', String(points)])) }],
};

const finds = (page, count) => (page.isPhone
  ? until(() => page.getByRole('listitem', { name: /公司/ }).count(), (found) => found > 3, 'cards')
  : page.getByRole('status', { name: '找到' }).filter({ hasText: new RegExp(`^${count} 条`) }).waitFor({ state: 'attached' }));
const work = (page, name) => page.getByRole('link', { name, exact: true });

async function score(page) {
  const status = page.getByRole('status', { name: '质量评分' });
  await status.waitFor({ state: 'attached' });
  return Number.parseFloat((await status.textContent()) || (await status.getAttribute('aria-valuetext')) || 'NaN');
}

story('what to mend leads to the field, and mending it raises the score', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await go(page, 'quality');
  const before = await score(page);
  assert.ok(before > 0 && before < 100, `a score of ${before}`);
  const mend = work(page, '修正邮箱');
  await reach(page, mend);
  await press(page, mend);
  await page.waitForURL(/#\/customer\/[0-9a-z]{26}$/);
  await until(() => field(page, '邮箱').inputValue(), (text) => text === 'li@163.con', 'the editor at the field');
  await write(page, field(page, '邮箱'), 'li@163.com');
  if (page.isPhone) await press(page, button(page, '保存'));
  else await page.keyboard.press('Enter');
  await until(() => stats(page), (now) => now.pending === 0, 'saved');
  await go(page, 'quality');
  await until(() => score(page), (now) => now > before, 'a better score');
  await until(() => work(page, '修正邮箱').count(), (count) => count === 0, 'nothing to mend there any more');
});

story('a line opens the list of its records', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await go(page, 'quality/customer');
  await score(page);
  const missing = work(page, '填写手机');
  await reach(page, missing);
  await press(page, missing);
  await until(() => decodeURIComponent(page.url()), (url) => url.includes('#/customer?q='), 'the list, by a query');
  await finds(page, 9);
  await go(page, 'quality/customer');
  const source = work(page, '展会名录');
  await reach(page, source);
  await press(page, source);
  await until(() => decodeURIComponent(page.url()), (url) => url.includes('展会名录'), 'the list of that source');
  await finds(page, 10);
});

story('without network it measures as well', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await keptForOffline(page);
  await go(page, 'quality');
  const online = await score(page);
  await page.context().setOffline(true);
  await page.reload();
  await go(page, 'customer');
  await syncSays(page, '离线');
  await go(page, 'quality');
  await until(() => score(page), (now) => now === online, 'the same score');
});

story('the trend is told, and whose score fell', watched, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await go(page, 'quality/customer');
  await score(page);
  const line = page.getByRole('img', { name: '近 90 天' });
  await line.waitFor({ state: 'attached' });
  await page.getByText('比一周前 −12.0').waitFor({ state: 'attached' });
  await page.getByText('比一个月前 +2.0').waitFor({ state: 'attached' });
  const note = page.getByRole('status', { name: '客户一周降了 12.0 分' });
  await note.waitFor({ state: 'attached' });
  await press(page, button(page, '查看名单'));
  await page.waitForURL(/#\/customer$/);
});

story('the page is reached by the navigation, and other templates from it', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  if (page.isPhone) {
    await press(page, page.getByRole('link', { name: '更多', exact: true }));
    await press(page, page.getByRole('menuitem', { name: '质量' }));
  } else {
    await press(page, page.getByRole('link', { name: '质量', exact: true }));
  }
  await page.waitForURL(/#\/quality$/);
  await score(page);
  await press(page, button(page, '全部客户'));
  await press(page, page.getByRole('menuitem', { name: '联系人' }));
  await page.waitForURL(/#\/quality\/contact$/);
});

story('a record says its score and what would raise it', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await openCustomer(page, '宁波远帆海运有限公司');
  const chip = button(page, '质量评分');
  await chip.waitFor({ state: 'attached' });
  await press(page, chip);
  await press(page, page.getByRole('menuitem', { name: '填写邮箱' }));
  await until(() => field(page, '邮箱').count(), (count) => count === 1, 'the editor of the field');
});
