// The one box: records, pages and actions by name, by keyboard or by finger alone.

import assert from 'node:assert/strict';

import { desk, phone } from './support/browser.mjs';
import { story } from './support/story.mjs';
import { button, enter, go, press, stats, until } from './support/steps.mjs';
import { csvOf, customers } from './support/customers.mjs';

const world = { people: [{ name: 'lin.yue', display: '林悦' }], csv: csvOf(customers(20)) };
const COMPANY = '华测检测认证集团股份有限公司';

const box = (page) => page.getByRole('searchbox', { name: page.isPhone ? '搜索' : '全部搜索' });
const line = (page, name) => page.getByRole('listitem', { name });

async function open(page) {
  if (page.isPhone) {
    await press(page, button(page, '搜索'));
    await press(page, box(page));
  } else {
    await page.keyboard.press('Control+k');
  }
  await box(page).waitFor();
  await page.waitForFunction(() => document.activeElement?.classList.contains('agent'));
}

async function type(page, words) {
  await page.keyboard.press('Control+a');
  await page.keyboard.type(words);
  await page.waitForFunction((text) => [...document.querySelectorAll('[role=searchbox]')].some((one) => one.value === text), words);
}

story('a record, a page and an action are found in one box', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await open(page);
  await type(page, 'hcjc');
  await line(page, COMPANY).waitFor();
  assert.equal(await page.getByRole('heading', { name: '客户', level: 2 }).count(), 1);
  // A page by its initials in a language of letters, too.
  await type(page, 'settings');
  await line(page, '设置').waitFor();
  await type(page, '深色');
  await press(page, line(page, '深色主题'));
  await until(() => page.evaluate(() => Object.values(localStorage).includes('dark')), Boolean, 'the theme stays light');
}, [desk, phone]);

story('the keyboard alone opens a record from anywhere', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await go(page, 'settings');
  await page.getByRole('heading', { name: '设置', level: 1 }).waitFor();
  await open(page);
  await type(page, '华测');
  await line(page, COMPANY).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => /^#\/customer\/\w{26}/.test(location.hash));
  await until(() => box(page).count(), (count) => count === 0, 'the box stays open');
  // Esc closes it and leaves what was shown.
  const shown = await page.evaluate(() => location.hash);
  await open(page);
  await page.keyboard.press('Escape');
  await until(() => box(page).count(), (count) => count === 0, 'Esc does not close it');
  assert.equal(await page.evaluate(() => location.hash), shown);
}, [desk]);

story('tab goes from group to group', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await open(page);
  await type(page, 'sz');  // 设置, and companies of 深圳 and 苏州
  await line(page, '设置').waitFor();
  const opened = [];
  for (let i = 0; i < 6 && !opened.includes('#/settings'); ++i) {
    for (let tabs = 0; tabs < i; ++tabs) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForTimeout(300);
    opened.push(await page.evaluate(() => location.hash));
    await open(page);
    await type(page, 'sz');
    await line(page, '设置').waitFor();
  }
  assert.ok(opened.includes('#/settings'), `Tab never came to the page: ${opened}`);
}, [desk]);

story('what was opened last stands first in the empty box', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  const reopen = async () => {
    await go(page, 'customer');
    await page.waitForFunction(() => location.hash === '#/customer');
    await open(page);
  };
  await reopen();
  await type(page, '华测');
  await press(page, line(page, COMPANY));
  await page.waitForFunction(() => /^#\/customer\/\w{26}/.test(location.hash));
  await reopen();
  if (page.isPhone) await page.keyboard.press('Control+a');
  if (page.isPhone) await page.keyboard.press('Backspace');
  await page.getByRole('heading', { name: '最近打开', level: 2 }).waitFor();
  await press(page, line(page, COMPANY));
  await page.waitForFunction(() => /^#\/customer\/\w{26}/.test(location.hash));
});

story('a slip of the finger still finds, and it is said', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await open(page);
  await type(page, '华侧检测认证');
  await page.getByRole('status', { name: '没有完全匹配' }).waitFor({ state: 'attached' });
  await line(page, COMPANY).waitFor();
  if (page.isPhone) return;
  // The list says it, too.
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.waitForFunction(() => document.activeElement?.classList.contains('agent'));
  await page.keyboard.type('华侧检测认证');
  await page.getByRole('status', { name: '没有完全匹配' }).waitFor({ state: 'attached' });
});

story('the box speaks the query language', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await open(page);
  await type(page, '华测 -认证');
  await until(() => line(page, COMPANY).count(), (count) => count === 0, 'what is excluded is there');
  await line(page, /华测/).first().waitFor();
});

story('what nobody has is said to be nowhere', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await open(page);
  await type(page, '不存在的公司名');
  await page.getByRole('status', { name: /没有找到/ }).waitFor({ state: 'attached' });
  assert.ok((await stats(page)).searchMs < 500);
});
