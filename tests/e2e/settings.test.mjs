// Language and theme, and a client that rests while nobody touches it.

import assert from 'node:assert/strict';

import { phone } from './support/browser.mjs';
import { story } from './support/story.mjs';
import { enter, go, press, settled, stats, until } from './support/steps.mjs';
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
