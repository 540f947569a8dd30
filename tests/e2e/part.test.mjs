// A device that holds a part of the records: own hits at once, then what the server has beside them.

import { story } from './support/story.mjs';
import { button, edit, enter, field, go, keptForOffline, openCustomer, press, stats, syncSays, until } from './support/steps.mjs';
import { csvOf, customers } from './support/customers.mjs';

const world = {
  people: [{ name: 'lin.yue', display: '林悦', cap: 6 }, { name: 'ma.chao', display: '马超' }],
  csv: csvOf(customers(30)),
};
const FAR = '杭州云锦禾川信息技术有限公司';  // imported first: not among the last six

const says = (page, words) => page.getByRole('status', { name: words }).first().waitFor({ state: 'attached' });

async function search(page, words) {
  if (page.isPhone) {
    await press(page, button(page, '搜索'));
    await press(page, page.getByRole('searchbox', { name: '搜索' }));
  } else {
    await page.keyboard.press('Control+k');
    await page.getByRole('searchbox', { name: '全部搜索' }).waitFor();
  }
  await page.waitForFunction(() => document.activeElement?.classList.contains('agent'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type(words);
}

story('what the device does not hold is found on the server, opened and edited', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  const other = await enter(stage, 'ma.chao');
  await keptForOffline(page);
  await go(page, 'customer');
  await says(page, '本机 6 条 · 服务器另有 27 条');
  await search(page, '云锦');
  await page.getByRole('heading', { name: '服务器另有 3 条', level: 2 }).waitFor();
  await press(page, page.getByRole('listitem', { name: FAR }));
  await page.waitForFunction(() => /^#\/customer\/\w{26}/.test(location.hash));
  await page.getByRole('heading', { name: FAR, level: 2 }).waitFor();
  await edit(page, '法定代表人', '何向晚');
  await until(() => stats(page), (now) => now.pending === 0, 'the edit is uploaded');
  await openCustomer(other, FAR);
  await until(() => field(other, '法定代表人').inputValue(), (now) => now === '何向晚', 'the edit does not arrive');
  // Without network only the own ones are searched, and it is said.
  await page.context().setOffline(true);
  await go(page, 'customer');
  await syncSays(page, '离线');
  await says(page, /离线，只搜索了本机的 \d+ 条/);
  await openCustomer(page, FAR);  // it is one of them now
});
