// What a browser keeps, as people meet it: sealed, opened by PIN, destroyed by wrong ones, by days and by a wipe; and that
// unsent edits come through each of these.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';

import { desk } from './support/browser.mjs';
import { story } from './support/story.mjs';
import { BINARY, PASSWORD } from './support/server.mjs';
import { button, edit, enter, field, go, keptForOffline, openCustomer, press, reach, settled, stats, syncSays, until, write } from './support/steps.mjs';
import { csvOf, customers } from './support/customers.mjs';

const people = (offline) => [{ name: 'lin.yue', display: '林悦', offline }];
const world = { people: people('encrypted'), csv: csvOf(customers(12)) };
const NAME = '宁波远帆海运有限公司';
const PIN = '轻舟 275093';

const kedang = (stage, ...args) => execFileSync(BINARY, ['user', ...args, '--data', path.join(stage.server.folder, 'data')]).toString();

// Every key and value of every store, read as UTF-8 and UTF-16.
const copied = (page) => page.evaluate(async () => {
  const promised = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  let text = '';
  for (const { name } of await indexedDB.databases()) {
    const database = await promised(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const objects = database.transaction(store).objectStore(store);
      const keys = promised(objects.getAllKeys());
      const values = promised(objects.getAll());
      text += `\n${store}: ${(await keys).join(' ')}`;
      for (const value of await values) {
        if (!(value instanceof Uint8Array)) continue;
        text += new TextDecoder().decode(value) + new TextDecoder('utf-16le').decode(value.slice(0, value.length & ~1));
      }
    }
    database.close();
  }
  return text + JSON.stringify(Object.entries(localStorage));
});

const heading = (page, name) => page.getByRole('heading', { name, level: 1 }).waitFor();

async function setPin(page, pin = PIN) {
  await go(page, 'settings');
  await reach(page, button(page, '设置'));
  await press(page, button(page, '设置'));
  await write(page, field(page, '新的 PIN 或密码'), pin);
  await write(page, field(page, '再填一次'), pin);
  await press(page, button(page, '保存'));
  await page.getByText('离线 PIN 设好了').first().waitFor({ state: 'attached' });
}

// Starts the page again without a network.
async function restartOffline(page) {
  await page.context().setOffline(true);
  await page.reload();
  await heading(page, '输入离线 PIN');
}

async function tryPin(page, pin) {
  await write(page, field(page, '离线 PIN'), pin);
  await page.keyboard.press('Enter');
}

async function editOffline(page, text) {
  await page.context().setOffline(true);
  await openCustomer(page, NAME);
  await edit(page, '法定代表人', text);
  await until(() => stats(page), (now) => now.pending === 1, 'one edit waits');
}

async function signIn(page) {
  await press(page, button(page, '登录'));
  await write(page, field(page, '用户名'), 'lin.yue');
  await write(page, field(page, '密码'), PASSWORD);
  await page.keyboard.press('Enter');
  await settled(page);
}

async function arrives(stage, text) {
  const other = await enter(stage, 'lin.yue');
  await openCustomer(other, NAME);
  await until(() => field(other, '法定代表人').inputValue(), (now) => now === text, 'the edit on the server');
}

story('nothing that is kept can be read, and the PIN opens it without network', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await keptForOffline(page);
  await setPin(page);
  await editOffline(page, '何向晚');
  const text = await copied(page);
  assert.ok(text.includes('\nbase: ~'), 'the base is kept');
  for (const word of [NAME, '何向晚', '远帆', '275093']) assert.ok(!text.includes(word), word);
  await restartOffline(page);
  await page.getByText('有 1 组修改还没上传').first().waitFor({ state: 'attached' });
  await tryPin(page, '错的 PIN');
  await page.getByText('还可以试 9 次').first().waitFor({ state: 'attached' });
  await tryPin(page, PIN);
  await until(() => stats(page), (now) => now.records === 15 && now.pending === 1, 'everything is here');
  await openCustomer(page, NAME);
  assert.equal(await field(page, '法定代表人').inputValue(), '何向晚');
  await page.context().setOffline(false);
  await until(() => stats(page), (now) => now.pending === 0, 'the edit is uploaded');
});

story('with a network and a session no PIN is asked for', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await setPin(page);
  await page.reload();
  await settled(page);
  assert.equal((await stats(page)).records, 15);
});

story('ten wrong PINs close it, and a sign-in brings the edits back', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await keptForOffline(page);
  await setPin(page);
  await editOffline(page, '陈亦凡');
  await restartOffline(page);
  for (let left = 9; left > 0; --left) {
    await tryPin(page, `错的 ${left}`);
    await page.getByText(`还可以试 ${left} 次`).first().waitFor({ state: 'attached' });
  }
  await tryPin(page, '最后一次');
  await heading(page, '离线 PIN 已失效');
  await page.getByText('没有丢').first().waitFor({ state: 'attached' });
  await page.reload();
  await heading(page, '离线 PIN 已失效');
  await page.context().setOffline(false);
  await until(() => stats(page), (now) => now.pending === 0 && now.records === 15, 'it opens by itself: the session is still good', 30_000);
  await arrives(stage, '陈亦凡');
}, [desk]);

story('after the days are over only the server opens it', world, async (stage) => {
  kedang(stage, 'offline', 'lin.yue', 'encrypted', '--days', '1');
  const page = await enter(stage, 'lin.yue');
  await keptForOffline(page);
  await setPin(page);
  await editOffline(page, '周若岚');
  await page.addInitScript(() => { const now = Date.now; Date.now = () => now() + 25 * 3600 * 1000; });
  await page.reload();
  await heading(page, '离线 PIN 已失效');
  await page.getByText('离线期限到了').first().waitFor({ state: 'attached' });
  await page.context().setOffline(false);
  await until(() => stats(page), (now) => now.pending === 0 && now.records === 15, 'it opens', 30_000);
  await arrives(stage, '周若岚');
}, [desk]);

story('a wiped device says so, holds nothing but sealed edits, and sends them when its owner signs in', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await keptForOffline(page);
  await setPin(page);
  await editOffline(page, '林悦');
  kedang(stage, 'wipe', 'lin.yue');
  await page.context().setOffline(false);
  await heading(page, '这台设备上的数据已清除');
  await page.getByText('没上传的 1 组修改').first().waitFor({ state: 'attached' });
  const text = await copied(page);
  assert.ok(!text.includes(NAME) && !/\nbase: ~/.test(text) && /\noutbox: ~/.test(text), text.slice(0, 200));
  assert.match(kedang(stage, 'list', '--devices'), /\twiped\t/);
  await page.context().setOffline(true);
  await page.reload();
  await heading(page, '这台设备上的数据已清除');
  await page.context().setOffline(false);
  await signIn(page);
  await until(() => stats(page), (now) => now.pending === 0 && now.records === 15, 'fetched again, the edit uploaded');
  await arrives(stage, '林悦');
});

story('who is disabled loses what the device keeps at once', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  kedang(stage, 'disable', 'lin.yue');
  await heading(page, '这台设备上的数据已清除');
  assert.ok(!/\nbase: ~/.test(await copied(page)));
}, [desk]);

story('a clear cache is sealed when the policy says so, and the other way round', { ...world, people: people('plain') }, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await keptForOffline(page);
  assert.ok((await copied(page)).includes('seg/'), 'clear');
  await page.context().setOffline(true);
  await page.reload();
  await until(() => stats(page), (now) => now.records === 15, 'opens without asking');
  await page.context().setOffline(false);
  kedang(stage, 'offline', 'lin.yue', 'encrypted');
  await until(() => copied(page), (text) => !text.includes('seg/') && !text.includes(NAME) && text.includes('\nbase: ~'), 'sealed', 30_000);
  await setPin(page);
  await restartOffline(page);
  await tryPin(page, PIN);
  await until(() => stats(page), (now) => now.records === 15, 'opens by PIN');
  await page.context().setOffline(false);
  await syncSays(page, '已同步');
  kedang(stage, 'offline', 'lin.yue', 'plain');
  await until(() => copied(page), (text) => text.includes('seg/') && !/: ~/.test(text), 'clear again', 30_000);
}, [desk]);

story('where nothing may be kept, unsent edits are, and nothing else', { ...world, people: people('off') }, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await keptForOffline(page);
  await editOffline(page, '何向晚');
  const text = await copied(page);
  assert.match(text, /\nbase: \n/);
  assert.match(text, /\noutbox: ~/);
  for (const word of [NAME, '何向晚']) assert.ok(!text.includes(word), word);
  await page.reload();
  await heading(page, '要连上服务器才能打开');
  await page.getByText('没上传的 1 组修改').first().waitFor({ state: 'attached' });
  await page.context().setOffline(false);
  await until(() => stats(page), (now) => now.pending === 0 && now.records === 15, 'fetched again, the edit uploaded', 30_000);
  await arrives(stage, '何向晚');
}, [desk]);

story('one wipes one\'s other device from the settings', world, async (stage) => {
  const lost = await enter(stage, 'lin.yue');
  const page = await enter(stage, 'lin.yue');
  await go(page, 'settings');
  await reach(page, button(page, '清除'));
  await press(page, button(page, '清除'));
  await page.getByRole('dialog').waitFor();
  await press(page, page.getByRole('dialog').getByRole('button', { name: '清除', exact: true }));
  await heading(lost, '这台设备上的数据已清除');
});

const ACCOUNT = '6222021202013456789';
const withAccounts = csvOf(customers(3)).replace('备注', '备注,银行账号').replaceAll('\r\n', `,${ACCOUNT}\r\n`).replace(`银行账号,${ACCOUNT}`, '银行账号');

story('sensitive values are left out of what is kept, and come back with the server', { people: people('plain'), csv: withAccounts }, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await keptForOffline(page);
  await openCustomer(page, NAME);
  await until(() => field(page, '银行账号').inputValue(), (now) => now === '6***', 'covered');
  const text = await copied(page);
  assert.ok(text.includes('seg/') && text.includes(NAME), 'the base is kept, in the clear');
  assert.ok(!text.includes(ACCOUNT) && !text.includes(ACCOUNT.slice(-8)), 'but not this');
  await page.context().setOffline(true);
  await page.reload();
  await until(() => stats(page), (now) => now.records === 6, 'opens without asking');
  await openCustomer(page, NAME);
  await until(() => field(page, '银行账号').inputValue(), (now) => now === '这台设备不保存，联网后显示', 'said');
  await edit(page, '法定代表人', '何向晚');
  await until(() => stats(page), (now) => now.pending === 1, 'the rest is edited');
  await page.context().setOffline(false);
  await until(() => stats(page), (now) => now.pending === 0, 'the edit is uploaded', 30_000);
  await until(() => field(page, '银行账号').inputValue(), (now) => now === '6***', 'fetched', 30_000);
  if (!page.isPhone) {
    await reach(page, button(page, '显示'));
    await press(page, button(page, '显示'));
    await until(() => field(page, '银行账号').inputValue(), (now) => now === ACCOUNT, 'as it was');
  }
  assert.ok(!(await copied(page)).includes(ACCOUNT), 'and still not kept');
});
