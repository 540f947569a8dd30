// Searching while an input method composes, and the keyboard's way into a hit.

import assert from 'node:assert/strict';

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

story('initials find a company', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  if (stage.isPhone) await press(page, button(page, '搜索'));
  await press(page, page.getByRole('searchbox', { name: '搜索' }));
  await page.keyboard.type('hcjc');
  await page.getByRole(stage.isPhone ? 'listitem' : 'cell', { name: '华测检测认证集团股份有限公司' }).first().waitFor();
});
