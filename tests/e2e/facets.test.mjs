// Lists narrowed by facets, tags of many records with undo, two tags made one, smart tags that come and go with an edit.

import assert from 'node:assert/strict';

import { desk } from './support/browser.mjs';
import { story } from './support/story.mjs';
import { button, enter, field, go, openCustomer, press, reach, stats, undo, until, write } from './support/steps.mjs';

const people = [{ name: 'lin.yue', display: '林悦', role: 'administrator' }];
const rows = [
  ['宁波云锦科技有限公司', 'A', '跟进中', '高意向;本地', '浙江省宁波市鄞州区'],
  ['宁波海运物流有限公司', 'B', '公海', '高意向', '浙江省宁波市海曙区'],
  ['杭州云锦软件有限公司', 'A', '公海', '本地企业', '浙江省杭州市滨江区'],
  ['南京云锦织造有限公司', 'C', '沉睡', '', '江苏省南京市鼓楼区'],
];
const csv = `企业名称,等级,阶段,标签,地区,手机\r\n${rows.map((row, i) => `${row.join(',')},1381234567${i}`).join('\r\n')}\r\n`;
const world = { people, csv };

const found = (page, count) =>
  page.isPhone
    ? page.getByRole('status', { name: new RegExp(`^找到 ${count} 条`) }).waitFor({ state: 'attached' })
    : page.getByRole('status', { name: '找到' }).filter({ hasText: new RegExp(`^${count} 条`) }).waitFor({ state: 'attached' });
const searched = (page) => page.evaluate(() => decodeURIComponent(location.hash));
const choice = (page, name) => page.getByRole('checkbox', { name });
const uploaded = (page) => until(() => stats(page), (now) => now.pending === 0, 'everything is uploaded');

story('a facet is part of the query and counts what it leaves', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  if (stage.isPhone) await press(page, button(page, '筛选'));
  else await press(page, button(page, '更多'));
  await press(page, choice(page, /^A 战略 2$/));
  await until(() => searched(page), (hash) => /客户等级:/.test(hash), 'the address says so');
  // The other levels are counted as before, other facets within.
  await choice(page, /^B 重点 1$/).waitFor({ state: 'attached' });
  await choice(page, /^公海 1$/).waitFor({ state: 'attached' });
  await press(page, choice(page, /^B 重点 1$/));
  await choice(page, /^公海 2$/).waitFor({ state: 'attached' });
  // A tree: the province, then one of its cities.
  await press(page, button(page, '展开浙江省'));
  await press(page, choice(page, /^宁波市 2$/));
  await until(() => searched(page), (hash) => /宁波/.test(hash), 'the city is asked for');
  if (stage.isPhone) await press(page, button(page, '查看 2 条'));
  else await found(page, 2);
  const hit = page.getByRole(stage.isPhone ? 'listitem' : 'cell', { name: '宁波海运物流有限公司' }).first();
  await hit.waitFor();
  assert.equal(await page.getByRole(stage.isPhone ? 'listitem' : 'cell', { name: '杭州云锦软件有限公司' }).count(), 0);
});

story('where records are is offered above the list, from the provinces down', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await press(page, page.getByRole('button', { name: /^浙江省/ }));
  await until(() => searched(page), (hash) => /地区:浙江省/.test(hash), 'the province is asked for');
  await press(page, page.getByRole('button', { name: /^宁波市/ }));
  await until(() => searched(page), (hash) => /宁波市/.test(hash) && !/浙江省/.test(hash), 'its city takes its place');
}, [desk]);

story('pressing two values one after the other keeps both', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await press(page, button(page, '更多'));
  const first = choice(page, /^A 战略 2$/), second = choice(page, /^C 一般 1$/);
  await first.waitFor();
  const at = await Promise.all([first, second].map((one) => one.boundingBox()));
  for (const box of at) await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await until(() => searched(page), (hash) => /A 战略/.test(hash) && /C 一般/.test(hash), 'both are asked for');
}, [desk]);

story('tags for many records at once, and back', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await press(page, page.getByRole('checkbox', { name: '全选' }));
  await press(page, button(page, '打标签'));
  const box = page.getByRole('combobox', { name: '客户标签' });
  await press(page, box);
  await page.keyboard.type('框架协议');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await press(page, button(page, '改 4 条'));
  await go(page, `customer?q=${encodeURIComponent('标签:框架协议')}`);
  await found(page, 4);
  await undo(page);
  await page.getByRole('status', { name: '找到' }).filter({ hasText: /^4 条/ }).waitFor({ state: 'detached' });
  assert.equal(await page.getByRole('cell', { name: '宁波云锦科技有限公司' }).count(), 0);
}, [desk]);

story('two tags become one in every record', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await uploaded(page);
  await go(page, 'admin/tags');
  const line = page.getByRole('listitem', { name: '本地企业' });
  await line.waitFor();
  await press(page, line.getByRole('button', { name: '合并到…' }));
  await press(page, page.getByRole('combobox', { name: '合并到' }));
  await page.keyboard.type('本地');
  await press(page, page.getByRole('option', { name: '本地', exact: true }).first());
  await press(page, page.getByRole('dialog').getByRole('button', { name: '合并', exact: true }));
  await line.waitFor({ state: 'detached' });
  await go(page, `customer?q=${encodeURIComponent('标签:本地')}`);
  await found(page, 2);
}, [desk]);

story('a smart tag comes with the edit that makes it true', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await go(page, `customer?q=${encodeURIComponent('智能标签:重点客户')}`);
  await found(page, 3);
  await go(page, 'customer?q=');
  await openCustomer(page, '南京云锦织造有限公司');
  await reach(page, field(page, '手机'));
  await write(page, field(page, '手机'), '1');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Enter');
  await page.getByText('已保存').first().waitFor({ state: 'attached' });
  await go(page, `customer?q=${encodeURIComponent('云锦织造 智能标签:联系方式失效')}`);
  await found(page, 1);
}, [desk]);
