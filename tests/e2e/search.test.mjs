// Searching while an input method composes, and the keyboard's way into a hit.

import assert from 'node:assert/strict';

import { desk } from './support/browser.mjs';
import { story } from './support/story.mjs';
import { button, compose, enter, press, stats } from './support/steps.mjs';
import { csvOf, customers } from './support/customers.mjs';

const world = { people: [{ name: 'lin.yue', display: '林悦' }], csv: csvOf(customers(20)) };

story('华测 typed by an input method finds its companies', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  if (stage.isPhone) await press(page, button(page, '搜索'));
  const box = page.getByRole('searchbox', { name: '搜索' });
  await press(page, box);
  await page.waitForFunction(() => document.activeElement?.classList.contains('agent'));
  await compose(page, ['hua', "hua'ce"], '华测');
  await page.waitForFunction(() => document.querySelector('[role=searchbox]').value === '华测');
  const hits = page.getByRole(stage.isPhone ? 'listitem' : 'row').filter({ hasText: '华测' });
  if (stage.isPhone) {
    await page.getByRole('status', { name: /^找到 3 条/ }).waitFor({ state: 'attached' });
    assert.equal(await page.getByRole('listitem', { name: /华测/ }).count(), 3);
  } else {
    await page.getByRole('status', { name: '找到' }).filter({ hasText: /^3 条/ }).waitFor({ state: 'attached' });
    assert.equal(await hits.count(), 3);
  }
  assert.ok((await stats(page)).searchMs < 500);
});

story('records that arrive are listed without a touch', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await page.getByRole(stage.isPhone ? 'listitem' : 'cell', { name: /有限公司/ }).first().waitFor();
});

story('initials find a company', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  if (stage.isPhone) await press(page, button(page, '搜索'));
  await press(page, page.getByRole('searchbox', { name: '搜索' }));
  await page.keyboard.type('hcjc');
  await page.getByRole(stage.isPhone ? 'listitem' : 'cell', { name: '华测检测认证集团股份有限公司' }).first().waitFor();
});

const chosen = { ...world, csv: `企业名称,等级,阶段\r\n${['A', 'B', 'C', 'D', 'E'].map((level, i) =>
  ['待清洗', '待核验', '公海', '跟进中', '已立项', '已归档', '沉睡', '无效', '黑名单'].map((stage_, j) =>
    `宁波试样第${i * 9 + j}有限公司,${level},${stage_}\r\n`).join('')).join('')}` };

story('every filter can be reached and the heads come first', chosen, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await page.setViewportSize({ width: 900, height: 800 });
  await press(page, button(page, '更多'));
  await press(page, page.getByRole('checkbox', { name: /^黑名单 5$/ }));
  await page.getByRole('status', { name: '找到' }).filter({ hasText: /^5 条/ }).waitFor({ state: 'attached' });
  const rows = await page.getByRole('grid').getByRole('row').all();
  assert.ok(await rows[0].getByRole('columnheader', { name: '客户名称' }).count() === 1, 'the heads are not the first row');
  assert.equal(await page.getByRole('img', { name: '客户名称' }).count(), 0);
}, [desk]);
