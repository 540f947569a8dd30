// Language and theme, and a client that rests while nobody touches it.

import assert from 'node:assert/strict';

import { phone } from './support/browser.mjs';
import { story } from './support/story.mjs';
import { button, edit, enter, field, go, openCustomer, press, reach, settled, stats, until, write } from './support/steps.mjs';
import { csvOf, customers } from './support/customers.mjs';

const world = { people: [{ name: 'lin.yue', display: '林悦' }], csv: csvOf(customers(20)) };

story('language and theme change at once and stay', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await go(page, 'settings');
  const light = await page.screenshot();
  await press(page, page.getByRole('radio', { name: '深色' }));
  await until(() => page.screenshot(), (picture) => !picture.equals(light), 'the page stays light');
  await press(page, page.getByRole('radio', { name: 'English' }));
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  await page.reload();
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
  await page.getByRole('radio', { name: 'Dark', checked: true }).waitFor();
});

story('a form on a phone has no navigation below it', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  const bar = page.getByRole('navigation', { name: '主导航' });
  await bar.waitFor();
  await go(page, 'customer/new');
  await bar.waitFor({ state: 'detached' });
  await go(page, 'customer');
  await bar.waitFor();
}, [phone]);

story('on a phone a list is a sheet and an issue stands above the keyboard', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await go(page, 'customer/new');
  await press(page, page.getByRole('combobox', { name: '客户类型' }));
  const sheet = await page.getByRole('listbox', { name: '客户类型' }).boundingBox();
  assert.ok(sheet.x === 0 && sheet.width === 390 && sheet.y + sheet.height >= 843, `no sheet: ${JSON.stringify(sheet)}`);
  await press(page, page.getByRole('option', { name: '事业单位' }));
  await page.setViewportSize({ width: 390, height: 460 });  // what a keyboard leaves
  await reach(page, field(page, '信用代码'));
  await write(page, field(page, '信用代码'), '91330108MA9ZKD3180');
  const issue = page.getByText('第 12 位不能是');
  await issue.waitFor({ state: 'attached' });
  await until(async () => {
    const { y, height } = await issue.boundingBox();
    return y + height - (await page.getByRole('link', { name: '完成' }).boundingBox()).y;
  }, (below) => below <= 0, 'the issue is behind the bar');
}, [phone]);

story('a message makes room for a sheet', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await openCustomer(page, '宁波远帆海运有限公司');
  await edit(page, '英文名', 'Yuanfan');
  const said = page.getByRole('status', { name: /^已保存/ });
  await said.waitFor({ state: 'attached' });
  await go(page, 'customer/new');
  await press(page, page.getByRole('combobox', { name: '客户类型' }));
  await page.getByRole('listbox', { name: '客户类型' }).waitFor();
  await until(() => said.boundingBox(), (box) => box.y < 100, 'the message stands at the top');
}, [phone]);

story('a caret blinks and a message goes away without a touch', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await go(page, 'customer/new');
  await press(page, field(page, '英文名'));
  await page.waitForFunction(() => document.activeElement?.classList.contains('agent'));
  await page.waitForTimeout(1000);  // what the press itself asked for is drawn
  const { frames } = await stats(page);
  await until(() => stats(page), (now) => now.frames >= frames + 4, 'the caret stands still', 5000);
  await go(page, 'customer');
  await openCustomer(page, '宁波远帆海运有限公司');
  await (page.isPhone ? press(page, button(page, '复制名称')) : edit(page, '英文名', 'Yuanfan'));
  const said = page.getByRole('status', { name: page.isPhone ? /^已复制/ : /^已保存/ });
  await said.waitFor({ state: 'attached' });
  await said.waitFor({ state: 'detached' });
});

story('an untouched page draws nothing for five seconds', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await settled(page);
  await page.evaluate(() => document.activeElement?.blur());
  const frames = async () => (await stats(page)).frames;
  let start = await frames();
  // Whatever was still under way ends first.
  await until(async () => {
    const before = start;
    await page.waitForTimeout(300);
    start = await frames();
    return start - before;
  }, (drawn) => drawn === 0, 'the page does not come to rest');
  await page.waitForTimeout(5000);
  assert.equal(await frames() - start, 0);
});
