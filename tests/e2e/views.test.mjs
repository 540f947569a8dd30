// Saved views, their addresses, boards with their guards, and many records changed at once.

import assert from 'node:assert/strict';

import { desk } from './support/browser.mjs';
import { story } from './support/story.mjs';
import { button, enter, field, go, keptForOffline, press, stats, undo, until, write } from './support/steps.mjs';
import { csvOf, customers } from './support/customers.mjs';

const people = [{ name: 'lin.yue', display: '林悦' }, { name: 'ma.chao', display: '马超' }];
const world = { people, csv: csvOf(customers(12)) };
const staged = { people, csv: `企业名称,阶段,地区\r\n${['云锦', '海运', '织造'].map((name) => `宁波${name}有限公司,待核验,浙江省宁波市\r\n`).join('')}` };

const picker = (page) => button(page, '视图');
const hash = (page) => page.evaluate(() => location.hash);
const row = (page, name) => page.getByRole(page.isPhone ? 'listitem' : 'cell', { name });
const column = (page, name) => page.getByRole('group', { name, exact: true });
const card = (page, where, name) => column(page, where).getByRole('listitem', { name });
// On a phone the column is out of sight: the card has left the one it was in.
const holds = async (page, where, name) => {
  if (!page.isPhone) return card(page, where, name).waitFor({ state: 'attached' });
  await card(page, '待核验', /织造/).waitFor();
  return card(page, '待核验', name).waitFor({ state: 'detached' });
};
const uploaded = (page) => until(() => stats(page), (now) => now.pending === 0, 'everything is uploaded');

async function saveAs(page, name, share) {
  await press(page, picker(page));
  await press(page, page.getByRole('menuitem', { name: '另存为新视图…' }));
  await write(page, field(page, '视图名称'), name);
  if (share) await press(page, page.getByRole('radio', { name: share, exact: true }));
  await press(page, button(page, '保存'));
  await until(() => picker(page).textContent(), (text) => text.includes(name), 'the new view is looked at');
}

// What can be chosen beside the title.
async function offered(page) {
  await press(page, picker(page));
  const names = await page.getByRole('menuitem').allTextContents();
  await page.keyboard.press('Escape');
  return names.join(' ');
}

async function drag(page, from, to) {
  await from.waitFor();
  await to.waitFor();
  await new Promise((resolve) => setTimeout(resolve, 400));
  const a = await from.boundingBox();
  const b = await to.boundingBox();
  await page.mouse.move(a.x + a.width / 2, a.y + a.height / 2);
  await page.mouse.down();
  for (let step = 1; step <= 8; ++step) {
    await page.mouse.move(a.x + a.width / 2 + (b.x + b.width / 2 - a.x - a.width / 2) * step / 8, a.y + a.height / 2 + (b.y + 80 - a.y) * step / 8);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  await page.mouse.up();
}

// A finger that rests on the card opens its menu.
async function hold(page, target) {
  await target.waitFor();
  await new Promise((resolve) => setTimeout(resolve, 400));
  const box = await target.boundingBox();
  // A column may stand half out of sight.
  const at = [{ x: Math.min(box.x + box.width / 2, page.viewportSize().width - 12), y: box.y + box.height / 2 }];
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at });
  await new Promise((resolve) => setTimeout(resolve, 800));
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await cdp.detach();
}

async function move(page, name, from, to) {
  if (!page.isPhone) return drag(page, card(page, from, name), column(page, to));
  await hold(page, card(page, from, name));
  return press(page, page.getByRole('menuitem', { name: to, exact: true }));
}

story('a saved view opens by its address in a second browser', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await go(page, `customer?q=${encodeURIComponent('华测')}`);
  await row(page, /华测检测/).first().waitFor();
  await saveAs(page, '华测一家', '所有人');
  await until(() => hash(page), (text) => /view=/.test(text) && !/q=/.test(text), 'the address is that of the view');
  await uploaded(page);
  const address = await hash(page);
  const other = await enter(stage, 'ma.chao');
  await other.evaluate((to) => { location.hash = to; }, address);
  await until(() => picker(other).textContent(), (text) => text.includes('华测一家'), 'the view in the second browser');
  await row(other, /华测检测/).first().waitFor();
  assert.equal(await row(other, /远帆/).count(), 0);
  // Kept offline, too.
  await keptForOffline(other);
  await other.context().setOffline(true);
  await other.reload();
  await until(() => picker(other).textContent(), (text) => text.includes('华测一家'), 'the view without a network');
});

story('a private view stays with its owner', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await go(page, `customer?q=${encodeURIComponent('海运')}`);
  await row(page, /远帆海运/).first().waitFor();
  await saveAs(page, '只有我');
  await uploaded(page);
  assert.match(await offered(page), /只有我/);
  const other = await enter(stage, 'ma.chao');
  await other.evaluate((to) => { location.hash = to; }, await hash(page));
  await other.getByText('这个视图不在了').first().waitFor({ state: 'attached' });
  assert.doesNotMatch(await offered(other), /只有我/);
  assert.match(await offered(other), /重点客户/);
});

story('changes on top are seen, kept or left', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await go(page, `customer?q=${encodeURIComponent('华测')}`);
  await saveAs(page, '试一试');
  const view = (await hash(page)).match(/view=(\w+)/)[1];
  await go(page, `customer?view=${view}&q=${encodeURIComponent('海运')}`);
  await row(page, /远帆海运/).first().waitFor();
  await press(page, picker(page));
  await press(page, page.getByRole('menuitem', { name: '保存到这个视图' }));
  await until(() => hash(page), (text) => !/q=/.test(text), 'nothing is on top any more');
  await go(page, 'contact');
  await go(page, `customer?view=${view}`);
  await row(page, /远帆海运/).first().waitFor();
  // Deleted, it comes back by undo.
  await press(page, picker(page));
  await press(page, button(page, '“试一试”的更多操作'));
  await press(page, page.getByRole('menuitem', { name: '删除视图' }));
  await until(() => picker(page).textContent(), (text) => text.includes('全部客户'), 'everything is shown again');
  await undo(page);
  await until(() => offered(page), (names) => names.includes('试一试'), 'the view is back');
});

story('a card that is moved changes its stage, where its guard lets it', staged, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await go(page, 'customer?layout=kanban:stage');
  await card(page, '待核验', /云锦/).waitFor();
  await move(page, /云锦/, '待核验', '待清洗');
  await card(page, '待清洗', /云锦/).waitFor();
  await undo(page);
  await card(page, '待核验', /云锦/).waitFor();
  // Who follows up must be known first.
  if (!page.isPhone) {
    await go(page, 'customer?layout=kanban:stage&q=%E6%B5%B7%E8%BF%90');
    await card(page, '待核验', /海运/).waitFor();
  }
  await move(page, /海运/, '待核验', '跟进中');
  const owner = page.getByRole('combobox', { name: '负责人' });
  await owner.waitFor({ state: 'attached' });
  await press(page, button(page, '取消'));
  await card(page, '待核验', /海运/).waitFor();
  await move(page, /海运/, '待核验', '跟进中');
  await press(page, owner);
  await press(page, page.getByRole('option', { name: /林悦/ }));
  await press(page, button(page, '保存并移动'));
  await holds(page, '跟进中', /海运/);
  await uploaded(page);
  const other = await enter(stage, 'ma.chao');
  await go(other, 'customer?layout=kanban:stage');
  await holds(other, '跟进中', /海运/);
});

story('a board works without a network', staged, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await keptForOffline(page);
  await page.context().setOffline(true);
  await go(page, 'customer?layout=kanban:stage');
  await move(page, /织造/, '待核验', '待清洗');
  await card(page, '待清洗', /织造/).waitFor();
  await page.context().setOffline(false);
  await uploaded(page);
  const other = await enter(stage, 'ma.chao');
  await go(other, 'customer?layout=kanban:stage');
  await card(other, '待清洗', /织造/).waitFor({ state: 'attached' });
});

story('what is selected is changed at once and taken back at once', staged, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await row(page, /云锦/).first().waitFor();
  await press(page, page.getByRole('checkbox', { name: '选择这一行' }).first());
  await press(page, page.getByRole('link', { name: '选中找到的全部 3 条' }));
  await press(page, button(page, '分配'));
  await press(page, page.getByRole('combobox', { name: '负责人' }));
  await press(page, page.getByRole('option', { name: /马超/ }));
  await press(page, button(page, '改 3 条'));
  await until(() => page.locator('#mirror').textContent(), (text) => text.includes('已改 3 条'), 'three are changed');
  await until(() => page.getByRole('cell', { name: '马超' }).count(), (count) => count === 3, 'all are his');
  await undo(page);
  await until(() => page.getByRole('cell', { name: '马超' }).count(), (count) => count === 0, 'all are taken back');
  await press(page, button(page, '改阶段'));
  await press(page, page.getByRole('combobox', { name: '客户阶段' }));
  await press(page, page.getByRole('option', { name: '跟进中' }));
  await press(page, button(page, '改 3 条'));
  await until(() => page.locator('#mirror').textContent(), (text) => text.includes('3 条改不了'), 'the guard speaks');
  assert.equal(await page.getByRole('listitem', { name: /有限公司/ }).count(), 3);
}, [desk]);

story('rows stand in groups that fold', staged, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await go(page, 'customer?group=stage');
  await row(page, /云锦/).first().waitFor();
  const head = stage.isPhone ? page.getByRole('list', { name: '客户' }).getByRole('button', { name: '待核验' }) : page.getByRole('row', { name: '待核验' });
  await head.first().waitFor();
  await press(page, head.first());
  await row(page, /云锦/).first().waitFor({ state: 'detached' });
});
