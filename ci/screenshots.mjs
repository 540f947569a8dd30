// Every page as a person with sample data, one import and one conflict sees it.

import fs from 'node:fs';
import path from 'node:path';

import { desk, launch, phone, Stage } from '../tests/e2e/support/browser.mjs';
import { csvOf, customers, gb18030, wrongCode } from '../tests/e2e/support/customers.mjs';
import { Server } from '../tests/e2e/support/server.mjs';
import { button, chooseFile, enter, go, press, stats, until } from '../tests/e2e/support/steps.mjs';

const FOLDER = 'build/screenshots';
const WANTED = process.argv.slice(2);

const people = [{ name: 'lin.yue', display: '林悦', role: 'administrator' }, { name: 'zhou.rl', display: '周若岚' }];

// What is typed into the search box for the picture of its hits.
const QUERY = '杭州';

// Two frames without a change in between: fonts and data are there.
async function still(page) {
  await page.evaluate(() => document.activeElement?.blur());
  let last = -1;
  await until(async () => (await stats(page)).frames, (now) => {
    const isStill = now === last;
    last = now;
    return isStill;
  }, 'the page does not come to rest', 5000).catch(() => {});
  await page.waitForTimeout(200);
}

async function picture(page, name, view) {
  if (WANTED.length > 0 && !WANTED.some((part) => name.includes(part))) return;
  await still(page);
  await page.screenshot({ path: path.join(FOLDER, `${name}-${view}.png`) });
  console.log(`${name}-${view}.png`);
}

async function importPages(page, view, first) {
  const rows = customers(30, first).slice(0, 30);
  rows[2][1] = wrongCode(102 + first);
  await go(page, 'import');
  await button(page, '选择文件').waitFor();
  await picture(page, 'import-file', view);
  await chooseFile(page, button(page, '选择文件'), '客户名单.csv', gb18030(csvOf(rows)));
  await button(page, '下一步：校验').waitFor();
  await picture(page, 'import-mapping', view);
  await press(page, button(page, '下一步：校验'));
  const duplicates = button(page, '下一步：查重');
  await duplicates.waitFor();
  await picture(page, 'import-check', view);
  await press(page, duplicates);
  const write = page.getByRole('button', { name: /^写入 \d+ 条$/ });
  await write.waitFor();
  await picture(page, 'import-duplicates', view);
  await press(page, write);
  await page.getByText(/^已写入 \d+ 条客户$/).first().waitFor({ state: 'attached' });
  await picture(page, 'import-written', view);
}

async function recordPages(page, view) {
  await press(page, page.getByRole(page.isPhone ? 'listitem' : 'cell', { name: /公司|厂|院|集团/ }).first());
  await page.getByRole('tab', { name: '历史' }).waitFor();
  await picture(page, 'record', view);
  if (page.isPhone) {
    await press(page, button(page, '编辑'));
    await picture(page, 'edit', view);
    await press(page, page.getByRole('link', { name: '取消' }));
  }
  await press(page, page.getByRole('tab', { name: '历史' }));
  await picture(page, 'history', view);
}

async function duplicatePages(page, view) {
  await go(page, 'duplicates');
  await page.getByRole('option').first().waitFor({ state: 'attached' });
  await picture(page, 'duplicates', view);
  if (!page.isPhone) return;
  await press(page, page.getByRole('option').first());
  await picture(page, 'duplicates-group', view);
}

async function designerPages(page, view) {
  await go(page, 'admin/templates');
  await page.getByRole('link', { name: /字段/ }).or(page.getByRole('list', { name: '模板设计' })).first().waitFor({ state: 'attached' });
  await picture(page, 'templates', view);
  await go(page, 'admin/templates/customer');
  await picture(page, 'designer', view);
  if (page.isPhone) {
    await press(page, page.getByRole('listitem', { name: '信用代码' }));
    await picture(page, 'designer-field', view);
    for (const part of ['add', 'preview']) {
      await go(page, `admin/templates/customer/${part}`);
      await picture(page, `designer-${part}`, view);
    }
    return;
  }
  await press(page, page.getByRole('option', { name: '信用代码', exact: true }));
  await picture(page, 'designer-field', view);
  await press(page, page.getByRole('tab', { name: /^规则/ }));
  await press(page, page.getByRole('button', { name: '立项需信用代码', exact: true }));
  await picture(page, 'designer-rule', view);
}

async function everyPage(stage, view, options) {
  const stranger = await stage.newcomer(options);
  await stranger.goto(stage.url);
  await button(stranger, '登录').waitFor();
  await picture(stranger, 'sign-in', view);
  await stranger.context().close();

  const page = await enter(stage, people[0].name, options);
  await go(page, 'customer');
  await picture(page, 'list', view);
  await recordPages(page, view);
  for (const [name, route] of [['sync', 'sync'], ['conflicts', 'conflicts'], ['settings', 'settings'],
    ['keys', 'settings/keys'], ['new', 'customer/new'], ['gallery', 'gallery'], ['search', `search/${encodeURIComponent(QUERY)}`]]) {
    await go(page, route);
    await picture(page, name, view);
  }
  await duplicatePages(page, view);
  await designerPages(page, view);
  await importPages(page, view, options.colorScheme === 'dark' ? 1000 : 0);
}

fs.mkdirSync(FOLDER, { recursive: true });
const browser = await launch();
for (const profile of [desk, phone]) {
  const server = await Server.start({ people, options: ['--demo'] });
  const stage = new Stage(browser, profile, server);
  try {
    for (const colorScheme of ['light', 'dark']) await everyPage(stage, `${profile.name}-${colorScheme}`, { colorScheme });
  } catch (error) {
    await stage.capture(`screenshots-${profile.name}`);
    throw error;
  } finally {
    await stage.close();
  }
}
await browser.close();
