// Without network: edits stay over a reload, go up when it is back, and two at odds become a conflict.

import { story } from './support/story.mjs';
import { button, edit, enter, field, go, keptForOffline, openCustomer, press, settled, stats, syncSays, until } from './support/steps.mjs';
import { csvOf, customers } from './support/customers.mjs';

const world = { people: [{ name: 'lin.yue', display: '林悦', offline: 'plain' }, { name: 'zhou.rl', display: '周若岚' }], csv: csvOf(customers(12)) };
const NAME = '宁波远帆海运有限公司';

// Where the sync status stands on both.
async function listSays(page, words) {
  await go(page, 'customer');
  await syncSays(page, words);
}

const shows = (page, name, text) => until(() => field(page, name).inputValue(), (now) => now === text, `${name} of the record`);

story('an edit without network stays over a reload and arrives', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  const other = await enter(stage, 'zhou.rl');
  await keptForOffline(page);
  await page.context().setOffline(true);
  await listSays(page, '离线');
  await openCustomer(page, NAME);
  await edit(page, '法定代表人', '何向晚');
  await until(() => stats(page), (now) => now.pending === 1, 'one edit waits');
  await page.reload();
  await listSays(page, '离线，待上传 1');
  await openCustomer(page, NAME);
  await shows(page, '法定代表人', '何向晚');

  await page.context().setOffline(false);
  await until(() => stats(page), (now) => now.pending === 0, 'the edit is uploaded');
  await listSays(page, '已同步');
  await openCustomer(other, NAME);
  await shows(other, '法定代表人', '何向晚');
});

story('two edits of one field become a conflict that people settle', world, async (stage) => {
  const mine = await enter(stage, 'lin.yue');
  const theirs = await enter(stage, 'zhou.rl');
  for (const [page, text] of [[mine, '何向晚'], [theirs, '陈亦凡']]) {
    await page.context().setOffline(true);
    await listSays(page, '离线');
    await openCustomer(page, NAME);
    await edit(page, '法定代表人', text);
    await until(() => stats(page), (now) => now.pending === 1, 'one edit waits');
  }
  for (const page of [mine, theirs]) {
    await page.context().setOffline(false);
    await until(() => stats(page), (now) => now.pending === 0, 'the edit is uploaded');
  }
  for (const page of [mine, theirs]) {
    await until(() => stats(page), (now) => now.conflicts === 1, 'the conflict is shown');
    await listSays(page, '冲突 1');
  }
  await go(mine, 'conflicts');
  await press(mine, mine.getByRole('radio', { name: '我的' }));
  await press(mine, button(mine, '用我的'));
  for (const page of [mine, theirs]) {
    await until(() => stats(page), (now) => now.conflicts === 0 && now.pending === 0, 'the conflict is gone');
    await listSays(page, '已同步');
    await openCustomer(page, NAME);
    await shows(page, '法定代表人', '何向晚');
  }
});
