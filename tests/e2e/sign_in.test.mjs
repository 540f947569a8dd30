// Signing in: with the one-time link the first start prints, by password, and out again.

import assert from 'node:assert/strict';

import { story } from './support/story.mjs';
import { PASSWORD } from './support/server.mjs';
import { button, field, press, settled, syncSays, write } from './support/steps.mjs';
import { csvOf, customers } from './support/customers.mjs';

const world = { people: [{ name: 'lin.yue', display: '林悦' }], csv: csvOf(customers(3)) };

story('the one-time link asks for a password and works once', {}, async (stage) => {
  const page = await stage.newcomer();
  await page.goto(stage.server.link);
  await page.getByRole('heading', { name: '设一个密码' }).waitFor();
  assert.ok(!page.url().includes('signin/'), 'the token stays in the address');
  await write(page, field(page, '新密码'), PASSWORD);
  await write(page, field(page, '再填一次'), `${PASSWORD}。`);
  await press(page, button(page, '保存密码'));
  await page.getByText('两次填的不一样').waitFor();
  await write(page, field(page, '再填一次'), PASSWORD);
  await press(page, button(page, '保存密码'));
  await syncSays(page, '已同步');

  const stranger = await stage.newcomer();
  await stranger.goto(stage.server.link);
  await stranger.getByRole('alert', { name: '这个登录链接用过了或过期了' }).waitFor();
  await button(stranger, '登录').waitFor();
});

story('a start that fails says so and can be tried again', world, async (stage) => {
  const page = await stage.newcomer();
  await page.context().route('**/locale/**', (route) => route.abort());
  await page.goto(stage.url);
  await page.getByRole('heading', { name: '客档没能打开' }).waitFor();
  await page.context().unroute('**/locale/**');
  await page.getByRole('button', { name: '重试' }).click();
  await field(page, '用户名').waitFor();
});

story('a password signs in, a wrong one is said', world, async (stage) => {
  const page = await stage.newcomer();
  await page.goto(stage.url);
  await write(page, field(page, '用户名'), 'lin.yue');
  await write(page, field(page, '密码'), '不是这个密码');
  await press(page, button(page, '登录'));
  await page.getByRole('alert', { name: '用户名或密码不对' }).waitFor();
  await write(page, field(page, '密码'), PASSWORD);
  await page.keyboard.press('Enter');
  await settled(page);
  await page.reload();
  await settled(page);
});
