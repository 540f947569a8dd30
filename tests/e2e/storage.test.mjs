// What the browser keeps: a damaged copy is said and fetched anew without losing edits; one tab leads.

import assert from 'node:assert/strict';

import { desk } from './support/browser.mjs';
import { story } from './support/story.mjs';
import { button, chooseFile, enter, go, holdLateCode, keptForOffline, press, settled, stats, syncSays, until } from './support/steps.mjs';
import { csvOf, customers } from './support/customers.mjs';

const world = { people: [{ name: 'lin.yue', display: '林悦', offline: 'plain' }, { name: 'zhou.rl', display: '周若岚' }], csv: csvOf(customers(5)) };

// Changes one byte in the middle of a row of the kept base.
async function damage(page) {
  const damaged = await page.evaluate(async () => {
    const promised = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const found = (await indexedDB.databases()).find(({ name }) => name.startsWith('kedang-'));
    const database = await promised(indexedDB.open(found.name));
    const store = database.transaction('base', 'readwrite').objectStore('base');
    const [key] = await promised(store.getAllKeys());
    const bytes = new Uint8Array(await promised(store.get(key)));
    bytes[bytes.length >> 1] ^= 0x40;
    await promised(store.put(bytes, key));
    database.close();
    return bytes.length;
  });
  assert.ok(damaged > 0, 'the base is empty');
}

story('a damaged local copy is fetched again and the edits stay', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await keptForOffline(page);
  await page.context().setOffline(true);
  await go(page, 'import');
  await chooseFile(page, button(page, '选择文件'), '路上.csv', Buffer.from(csvOf([['厦门路上新客贸易有限公司', '', '展会']])));
  await press(page, button(page, '下一步：校验'));
  await press(page, button(page, '下一步：查重'));
  await press(page, button(page, '写入 1 条'));
  // The new record, and what the import says of itself before and after.
  await until(() => stats(page), (now) => now.records === 9 && now.pending === 3, 'the edits wait');
  await damage(page);
  await page.reload();
  await page.getByRole('status', { name: '本机的数据有损坏' }).waitFor({ state: 'attached' });
  await until(() => stats(page), (now) => now.pending === 3, 'the edits are kept');

  await page.context().setOffline(false);
  await until(() => stats(page), (now) => now.records === 9 && now.pending === 0, 'fetched again and uploaded');
  const other = await enter(stage, 'zhou.rl');
  await until(() => stats(other), (now) => now.records === 9, 'the edit arrives');
});

story('the sync page says that the network came back, wherever one was meanwhile', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await page.context().setOffline(true);
  await page.getByRole('status', { name: '离线。' }).waitFor({ state: 'attached' });
  await page.context().setOffline(false);
  await syncSays(page, '已同步');
  await go(page, 'sync');
  await page.getByRole('status', { name: '刚恢复网络。' }).waitFor({ state: 'attached' });
});

story('a second tab says so and can take over', world, async (stage) => {
  const first = await enter(stage, 'lin.yue');
  const second = await stage.pageIn(first.context());
  await holdLateCode(second, 5000);  // it has to say so before all of the client is there
  await second.goto(stage.url);
  await second.getByRole('status', { name: '客档已在另一个标签页打开' }).waitFor();
  await press(second, button(second, '在这里使用'));
  await settled(second);
  await first.getByRole('status', { name: '客档已在另一个标签页打开' }).waitFor({ state: 'attached' });
}, [desk]);
