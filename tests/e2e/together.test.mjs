// Several people at one record, several tabs of one person, and edits that have not reached the server.

import assert from 'node:assert/strict';
import fs from 'node:fs';

import { desk } from './support/browser.mjs';
import { story } from './support/story.mjs';
import { button, chooseFile, edit, enter, field, go, keptForOffline, openCustomer, press, reach, settled, stats, syncSays, until,
  write } from './support/steps.mjs';
import { csvOf, customers } from './support/customers.mjs';

const world = { people: [{ name: 'lin.yue', display: '林悦' }, { name: 'zhou.rl', display: '周若岚' }], csv: csvOf(customers(12)) };
const NAME = '宁波远帆海运有限公司';
const DAY = 24 * 3600 * 1000;

const status = (page, name) => page.getByRole('status', { name });

// The page's clock is that many milliseconds ahead from its next load on.
const shiftClock = (page, ms) => page.addInitScript((ahead) => {
  const now = Date.now.bind(Date);
  Date.now = () => now() + ahead;
}, ms);

// An edit that waits because there is no network.
async function editOffline(page, text) {
  await keptForOffline(page);
  await page.context().setOffline(true);
  await status(page, '离线。').waitFor({ state: 'attached' });
  await openCustomer(page, NAME);
  await edit(page, '法定代表人', text);
  await until(() => stats(page), (now) => now.pending === 1, 'one edit waits');
}

story('who else has a record open stands at its head and is gone soon after leaving', world, async (stage) => {
  const mine = await enter(stage, 'lin.yue');
  const theirs = await enter(stage, 'zhou.rl');
  await openCustomer(mine, NAME);
  await openCustomer(theirs, NAME);
  await status(mine, '周若岚 也打开着').waitFor({ state: 'attached' });
  await status(theirs, '林悦 也打开着').waitFor({ state: 'attached' });
  await reach(theirs, field(theirs, '法定代表人'));
  await press(theirs, field(theirs, '法定代表人'));
  await status(mine, '周若岚 正在改').waitFor({ state: 'attached' });
  if (theirs.isPhone) await press(theirs, theirs.getByRole('link', { name: '取消' }));
  await go(theirs, 'sync');
  await status(mine, /周若岚/).waitFor({ state: 'detached', timeout: 5000 });  // leaving is told, nobody waits for silence

  await openCustomer(theirs, NAME);
  await status(mine, /周若岚/).waitFor({ state: 'attached' });
  await theirs.close();  // says nothing any more
  await status(mine, /周若岚/).waitFor({ state: 'detached', timeout: 30_000 });
}, [desk]);

story('what another changes shows in an open editor, and what is being typed stays', world, async (stage) => {
  const mine = await enter(stage, 'lin.yue');
  const theirs = await enter(stage, 'zhou.rl');
  await openCustomer(mine, NAME);
  await reach(mine, field(mine, '法定代表人'));
  await write(mine, field(mine, '法定代表人'), '何向');
  await openCustomer(theirs, NAME);
  await edit(theirs, '法定代表人', '陈亦凡');
  await until(() => stats(theirs), (now) => now.pending === 0, 'the other edit is uploaded');
  await status(mine, /^周若岚 .*改为：陈亦凡$/).waitFor({ state: 'attached' });
  assert.equal(await field(mine, '法定代表人').inputValue(), '何向');
  await mine.keyboard.insertText('晚');  // the caret is where it was
  await until(() => field(mine, '法定代表人').inputValue(), (now) => now === '何向晚', 'typing goes on');
  if (mine.isPhone) await press(mine, button(mine, '保存'));
  else await mine.keyboard.press('Enter');
  // Nobody's value is lost: the server keeps both and asks.
  for (const page of [mine, theirs]) await until(() => stats(page), (now) => now.conflicts === 1, 'both values are kept');
});

story('a field that others change while the record is only open is marked with who it was', world, async (stage) => {
  const mine = await enter(stage, 'lin.yue');
  const theirs = await enter(stage, 'zhou.rl');
  await openCustomer(mine, NAME);
  await openCustomer(theirs, NAME);
  await edit(theirs, '法定代表人', '陈亦凡');
  await status(mine, /^周若岚 .*改了这里，原来是 空$/).waitFor({ state: 'attached' });
  assert.equal(await field(mine, '法定代表人').inputValue(), '陈亦凡');
  await reach(mine, button(mine, '知道了').or(mine.getByRole('link', { name: '知道了' })));
  await press(mine, button(mine, '知道了').or(mine.getByRole('link', { name: '知道了' })));
  await status(mine, /改了这里/).waitFor({ state: 'detached' });
});

story('what reached the server is listed with what became of it', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await openCustomer(page, NAME);
  await edit(page, '法定代表人', '何向晚');
  await until(() => stats(page), (now) => now.pending === 0, 'the edit is uploaded');
  await go(page, 'sync');
  await page.getByRole('heading', { name: '最近送达' }).waitFor({ state: 'attached' });
  await page.getByRole('listitem', { name: `改了 ${NAME} 的法定代表人` }).waitFor({ state: 'attached' });
});

story('edits that wait for a day warn, for three days more so', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await editOffline(page, '何向晚');
  await shiftClock(page, DAY + 60_000);
  await page.reload();
  await go(page, 'customer');
  await syncSays(page, '1 处超 24 小时没上传');
  await go(page, 'sync');
  await status(page, '有修改超过 24 小时没上传').waitFor({ state: 'attached' });
  await shiftClock(page, 2 * DAY);
  await page.reload();
  await go(page, 'customer');
  await syncSays(page, '1 处超 3 天没上传');
});

story('unsent edits leave as a file and come back on another device', world, async (stage) => {
  const lost = await enter(stage, 'lin.yue');
  await editOffline(lost, '何向晚');
  await go(lost, 'sync');
  await reach(lost, button(lost, '导出没上传的修改'));
  const download = lost.waitForEvent('download');
  await press(lost, button(lost, '导出没上传的修改'));
  const bytes = fs.readFileSync(await (await download).path());
  const file = JSON.parse(bytes.toString('utf8'));
  assert.equal(file.groups.length, 1);
  assert.equal(file.groups[0].edits[0].title, NAME);
  assert.equal(file.groups[0].edits[0].fields[0].value_text, '何向晚');

  const other = await enter(stage, 'lin.yue');  // the same person in another browser; the first one never comes back
  await go(other, 'sync');
  await reach(other, button(other, '读入导出的文件'));
  await chooseFile(other, button(other, '读入导出的文件'), 'edits.json', bytes);
  await reach(other, button(other, '重新提交'));
  await press(other, button(other, '重新提交'));
  await until(() => stats(other), (now) => now.pending === 0 && now.isCurrent, 'the edit is uploaded');
  await openCustomer(other, NAME);
  await until(() => field(other, '法定代表人').inputValue(), (now) => now === '何向晚', 'the edit has arrived');
}, [desk]);

story('an edit in the tray is mended in its record and sent, and other files are refused', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await openCustomer(page, NAME);
  const record = /customer\/([0-9a-z]+)/.exec(page.url())[1];
  await go(page, 'sync');
  await reach(page, button(page, '读入导出的文件'));
  await chooseFile(page, button(page, '读入导出的文件'), 'no.json', Buffer.from('{"groups": []}'));
  await status(page, '这不是客档导出的修改').waitFor({ state: 'attached' });
  const fields = [{ field: 11, type: 'text', value: '何向晚', base: null }];
  const edits = [{ kind: 'set', schema: 1, record, time: new Date().toISOString(), fields }];
  const file = { format: 'kedang-unsent-edits', version: 1, author: '林悦', groups: [{ state: 'refused', edits }] };
  await reach(page, button(page, '读入导出的文件'));
  await chooseFile(page, button(page, '读入导出的文件'), 'edits.json', Buffer.from(JSON.stringify(file)));
  await reach(page, button(page, '修改后提交'));
  await press(page, button(page, '修改后提交'));
  await until(() => field(page, '法定代表人').inputValue(), (now) => now === '何向晚', 'the value is in the editor');
  await press(page, button(page, '保存'));
  await until(() => stats(page), (now) => now.pending === 0 && now.isCurrent, 'the edit is uploaded');
  await go(page, 'sync');
  await page.getByRole('listitem', { name: `改了 ${NAME} 的法定代表人` }).waitFor({ state: 'attached' });
  await button(page, '修改后提交').waitFor({ state: 'detached' });
});

story('what is typed is saved before another tab takes over', world, async (stage) => {
  const first = await enter(stage, 'lin.yue');
  await openCustomer(first, NAME);
  await reach(first, field(first, '法定代表人'));
  await write(first, field(first, '法定代表人'), '何向晚');
  const second = await stage.pageIn(first.context());
  await second.goto(stage.url);
  await status(second, '客档已在另一个标签页打开').waitFor();
  await press(second, button(second, '在这里使用'));
  await settled(second);
  await until(() => stats(second), (now) => now.pending === 0, 'all is uploaded');
  await openCustomer(second, NAME);
  await until(() => field(second, '法定代表人').inputValue(), (now) => now === '何向晚', 'what was typed is kept');
  // The tab that leads closes: the other goes on by itself.
  await second.close();
  await settled(first);
}, [desk]);

story('without web locks tabs find out who leads, too', world, async (stage) => {
  const first = await enter(stage, 'lin.yue');
  await first.context().addInitScript(() => { Object.defineProperty(navigator, 'locks', { value: undefined }); });
  await first.reload();
  await settled(first);
  const second = await stage.pageIn(first.context());
  await second.goto(stage.url);
  await status(second, '客档已在另一个标签页打开').waitFor();
  await first.close();
  await settled(second);
}, [desk]);

story('data that the browser took away are said to be gone and fetched again', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  const { records } = await stats(page);
  const empty = (stores) => page.evaluate(async (names) => {
    const promised = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const found = (await indexedDB.databases()).find(({ name }) => name.startsWith('kedang-'));
    const database = await promised(indexedDB.open(found.name));
    for (const name of names) await promised(database.transaction(name, 'readwrite').objectStore(name).clear());
    database.close();
  }, stores);
  const takenAway = async (stores, text, words) => {
    await editOffline(page, text);
    await empty(stores);
    await page.reload();
    await status(page, '浏览器清掉了本机的数据。').filter({ hasText: words }).waitFor({ state: 'attached' });
    assert.equal(await page.getByText('还没有客户').count(), 0);
    await page.context().setOffline(false);
    await until(() => stats(page), (now) => now.records === records && now.isCurrent && now.pending === 0, 'fetched again');
    await openCustomer(page, NAME);
    return field(page, '法定代表人').inputValue();
  };
  // The worst: a state that says all is there, and nothing is.
  assert.equal(await takenAway(['base'], '何向晚', '没上传的改动还在'), '何向晚');
  // Who the edits are from is gone, the edits are not.
  assert.equal(await takenAway(['meta'], '何清晨', '没上传的改动还在'), '何清晨');
}, [desk]);
