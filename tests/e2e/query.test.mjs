// Asking a list: conditions typed with what is offered, the same query as rows of the filter builder, mistakes told.

import assert from 'node:assert/strict';

import { desk, phone } from './support/browser.mjs';
import { story } from './support/story.mjs';
import { button, enter, go, press, until, write } from './support/steps.mjs';

const rows = [['云锦科技', 'A', '公海', '120000'], ['云锦港务', 'B', '公海', '5000'], ['宁波软件', 'A', '跟进中', '30000'],
  ['上海软件', 'C', '沉睡', ''], ['杭州电子', 'B', '跟进中', '800']];
const world = { people: [{ name: 'lin.yue', display: '林悦' }],
  csv: `客户名称,客户等级,客户阶段,预算\r\n${rows.map(([name, ...rest]) => [`${name}有限公司`, ...rest].join(',')).join('\r\n')}\r\n` };

const asked = (page) => page.evaluate(() => document.querySelector('[role=searchbox]')?.value ?? '');
const asks = (page, text) => until(() => asked(page), (value) => value.trim() === text, 'the search box says');
const finds = (page, count) => (page.isPhone
  ? until(() => page.getByRole('listitem', { name: /有限公司/ }).count(), (found) => found === count, 'cards')
  : page.getByRole('status', { name: '找到' }).filter({ hasText: new RegExp(`^${count} 条`) }).waitFor({ state: 'attached' }));
const combo = (page, name) => page.getByRole('combobox', { name, exact: true });
const pick = async (page, name) => press(page, page.getByRole('option', { name, exact: true }).first());

story('a condition is typed with what is offered, and changed in the filter builder', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await go(page, 'customer');
  await finds(page, 5);
  await press(page, page.getByRole('searchbox', { name: '搜索' }));
  await page.waitForFunction(() => document.activeElement?.classList.contains('agent'));
  await page.keyboard.insertText('阶');
  await page.getByRole('option', { name: '客户阶段' }).waitFor({ state: 'attached' });
  await page.keyboard.press('Tab');
  await asks(page, '客户阶段:');
  // What is typed after the name narrows what is offered.
  await page.keyboard.insertText('公');
  await page.getByRole('option', { name: '公海' }).waitFor({ state: 'attached' });
  await page.keyboard.press('ArrowDown');
  await page.getByRole('option', { name: '公海', selected: true }).waitFor({ state: 'attached' });
  await page.keyboard.press('Enter');
  await asks(page, '客户阶段:公海');
  await finds(page, 2);
  await page.keyboard.insertText('预算:>1万');
  await asks(page, '客户阶段:公海 预算:>1万');
  await finds(page, 1);

  // The same as rows; what is changed there is changed in the text.
  await press(page, button(page, '筛选 2'));
  await page.getByRole('dialog', { name: '筛选条件' }).waitFor({ state: 'attached' });
  await press(page, combo(page, '怎样比较').first());
  await pick(page, '不是');
  await asks(page, '-客户阶段:公海 预算:>10000');
  await finds(page, 1);
  await press(page, button(page, '去掉这一条').last());
  await asks(page, '-客户阶段:公海');
  await finds(page, 3);
  await press(page, button(page, '加条件').first());
  await press(page, combo(page, '字段').last());
  await page.keyboard.insertText('客户等级');
  await pick(page, '客户等级');
  await press(page, combo(page, '值').last());
  await pick(page, 'A 战略');
  await asks(page, '-客户阶段:公海 客户等级:"A 战略"');
  await finds(page, 1);
  await press(page, page.getByRole('radio', { name: '任一满足' }).first());
  await asks(page, '-客户阶段:公海 或 客户等级:"A 战略"');
  await finds(page, 4);
  await page.keyboard.press('Escape');
}, [desk]);

story('a name that no field has is told, with the nearest', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await go(page, 'customer');
  await finds(page, 5);
  await write(page, page.getByRole('searchbox', { name: '搜索' }), '客户阶断:公海 云锦');
  await page.getByRole('option', { name: '没有“客户阶断”这个字段，先按文字查找' }).waitFor({ state: 'attached' });
  await press(page, page.getByRole('option', { name: '没有“客户阶断”这个字段，先按文字查找' }));
  await asks(page, '客户阶段:公海 云锦');
  await finds(page, 2);
}, [desk]);

story('conditions are built in a sheet', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await go(page, 'customer');
  await finds(page, 5);
  await press(page, button(page, '条件'));
  await page.getByRole('dialog', { name: '筛选条件' }).waitFor({ state: 'attached' });
  await press(page, combo(page, '值').first());
  await pick(page, '跟进中');
  await press(page, button(page, '关闭').last());  // of the list of values
  await press(page, button(page, '查看 2 条'));
  await finds(page, 2);
  await asks(page, '客户阶段:跟进中');
}, [phone]);

story('names and values are offered on the search page, too', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await press(page, button(page, '搜索'));
  await press(page, page.getByRole('searchbox', { name: '搜索' }));
  await page.waitForFunction(() => document.activeElement?.classList.contains('agent'));
  await page.keyboard.insertText('阶');
  const offers = page.getByRole('group', { name: '可以填的' });
  await press(page, offers.getByRole('button', { name: '客户阶段' }));
  await asks(page, '客户阶段:');
  await press(page, offers.getByRole('button', { name: '公海' }));
  await asks(page, '客户阶段:公海');
  await page.getByRole('listitem', { name: '云锦科技有限公司' }).waitFor();
  assert.equal(await page.getByRole('listitem', { name: '杭州电子有限公司' }).count(), 0);
}, [phone]);

story('a day is picked from a calendar', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await go(page, `customer?q=${encodeURIComponent('更新:最近7天')}`);
  await finds(page, 5);
  await press(page, button(page, '筛选 1'));
  await press(page, button(page, '选日期'));
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());
  await press(page, button(page, today));
  await asks(page, `更新:最近7天|${today}`);
}, [desk]);
