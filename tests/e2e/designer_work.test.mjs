// Work in the designer of schemas: moving, retyping, stages, templates, rules, and two administrators at once.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';

import { desk, phone } from './support/browser.mjs';
import { BINARY } from './support/server.mjs';
import { button, enter, field, go, openCustomer, press, reach, settled, stats, until, write } from './support/steps.mjs';
import { creditCode } from './support/customers.mjs';
import { story } from './support/story.mjs';

const NAME = '宁波远帆海运有限公司';
// 英文名 becomes a number in one of the stories.
const rows = [[NAME, '120', '甲'], ['苏州青禾精密机械有限公司', '1300', '乙'], ['成都锦程物流有限公司', 'Jincheng', '丙'], ['南京栖霞建材有限公司', '', '丁']];
const csv = [['企业名称', '英文名', '备注', '统一社会信用代码'], ...rows.map((row, i) => [...row.map((cell) => `"${cell}"`), creditCode(200 + i)])]
  .map((row) => `${row.join(',')}\r\n`).join('');
const world = { people: [{ name: 'lin.yue', display: '林悦', role: 'administrator' }, { name: 'he.xw', display: '何向晚', role: 'administrator' }], csv };

const heading = (page, name) => page.getByRole('heading', { name, exact: true });
const option = (page, name) => page.getByRole('option', { name, exact: true });
const combo = (page, name) => page.getByRole('combobox', { name, exact: true });
const status = (page, name) => page.getByRole('status', { name }).first();
const places = (page) => page.getByRole('option').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('aria-label')).join());

async function design(page) {
  await go(page, 'admin/templates/customer');
  await button(page, page.isPhone ? '加字段' : '比较改动').waitFor({ state: 'attached' });
}

// Scrolls the form until the field is in sight: what is not has no place in the mirror, either.
async function seek(page, target) {
  const { width, height } = page.viewportSize();
  const cdp = await page.context().newCDPSession(page);
  for (let tries = 0; tries < 60 && await target.count() === 0; ++tries) {
    if (page.isPhone) {
      const at = (y) => [{ x: width / 2, y }];
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(height * 0.7) });
      for (const y of [0.6, 0.4, 0.2, 0.2]) await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(height * y) });
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    } else {
      await page.mouse.move(width * 0.4, height * 0.6);
      await page.mouse.wheel(0, 300);
    }
    await page.waitForTimeout(250);
  }
  await cdp.detach();
  await reach(page, target);
}

// Selects a field of the form on a desk, opens its page on a phone.
async function choose(page, name) {
  const target = page.isPhone ? page.getByRole('listitem', { name, exact: true }) : option(page, name);
  await seek(page, target);
  await press(page, target);
  await field(page, '名称').waitFor({ state: 'attached' });
  if (!page.isPhone) await heading(page, name).waitFor();
}

async function openPublish(page) {
  if (page.isPhone) {
    await design(page);
    await press(page, page.getByRole('link', { name: '发布' }).or(button(page, '发布')).first());
  } else {
    await press(page, button(page, '发布').first());
  }
  await heading(page, '发布改动').waitFor({ state: 'attached' });
}

async function publish(page) {
  await openPublish(page);
  await press(page, button(page, '发布').last());
  await status(page, /^已发布 v/).waitFor({ state: 'attached' });
}

// Picks from a list that opens below its field.
async function pick(page, list, ...names) {
  await reach(page, list);
  await press(page, list);
  for (const name of names) {
    // Of a long list only what is in sight is there: a few letters bring the rest.
    await page.waitForTimeout(300);
    if (await option(page, name).count() === 0) await page.keyboard.insertText(name);
    await press(page, option(page, name).last());
  }
}

async function drag(page, from, to) {
  const start = await from.boundingBox();
  const end = await to.boundingBox();
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  for (let step = 1; step <= 8; ++step) {
    await page.mouse.move(start.x + (end.x - start.x) * step / 8 + 20, start.y + (end.y - start.y) * step / 8 + 10);
    await page.waitForTimeout(30);
  }
  await page.mouse.up();
}

story('fields are moved by hand and by keys, and every step is taken back', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await design(page);
  await option(page, '英文名').waitFor();
  const before = await places(page);
  // To the place of the field above the one above it.
  await drag(page, option(page, '英文名'), option(page, '简称'));
  const order = async () => (await places(page)).split(',');
  await until(order, (now) => now.indexOf('英文名') + 1 === now.indexOf('简称'), 'the field does not move');
  // A type from the palette falls where it is dropped.
  await drag(page, button(page, '整数'), option(page, '简称'));
  await until(order, (now) => now.indexOf('整数') + 1 === now.indexOf('简称'), 'the type does not fall there');
  await write(page, field(page, '名称'), '员工人数');
  await until(order, (now) => now.indexOf('员工人数') + 1 === now.indexOf('简称'), 'it is not named');
  await press(page, option(page, '员工人数'));
  await heading(page, '员工人数').waitFor();
  await page.keyboard.press('Alt+ArrowDown');
  await until(order, (now) => now.indexOf('员工人数') === now.indexOf('简称') + 1, 'the keys do not move it');
  const after = await places(page);
  // Naming, dropping and both moves are steps; words typed in a row are one.
  for (let i = 0; i < 4; ++i) await press(page, button(page, '撤销').first());
  await until(() => places(page), (now) => now === before, 'not all is taken back');
  for (let i = 0; i < 4; ++i) await press(page, button(page, '重做'));
  await until(() => places(page), (now) => now === after, 'not all is done again');
}, [desk]);

story('a field takes another type: what becomes of its values is said before, and the old ones stay in history', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await design(page);
  await choose(page, '英文名');
  await pick(page, combo(page, '类型'), '整数');
  await heading(page, '“英文名”改类型').waitFor({ state: 'attached' });
  // 120 stays as it is written, 1300 becomes 1,300, Jincheng is no number, an empty one does not count.
  await page.getByText('不变 1，换写法 1，转不过去 1').first().waitFor({ state: 'attached' });
  await press(page, button(page, '仍然改类型'));
  await until(() => combo(page, '类型').evaluate((node) => node.value ?? node.textContent), (text) => text.includes('整数'), 'the type stays');
  await openPublish(page);
  await page.getByRole('button', { name: '“英文名”改类型' }).waitFor({ state: 'attached' });
  await press(page, button(page, '发布').last());
  await status(page, /^已发布 v2，3 个值换了写法，其中 1 个清空/).waitFor({ state: 'attached' });
  await openCustomer(page, '苏州青禾精密机械有限公司');
  await until(() => field(page, '英文名').inputValue(), (text) => /^1,?300$/.test(text), 'the number is lost');
  await openCustomer(page, '成都锦程物流有限公司');
  await until(() => field(page, '英文名').inputValue(), (text) => text === '', 'what is no number stays');
  await press(page, page.getByRole('tab', { name: '历史' }));
  await until(() => page.locator('#mirror').textContent(), (text) => text.includes('Jincheng'), 'the history does not have it');
});

story('a stage is added with what it demands and what may follow', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await design(page);
  await choose(page, '客户阶段');
  await reach(page, button(page, '加一项'));
  await press(page, button(page, '加一项'));
  const name = field(page, '选项 10');
  await reach(page, name);
  await write(page, name, '试用');
  await press(page, page.getByRole('tab', { name: '阶段' }));
  const next = combo(page, '“待清洗”之后可以到');
  await pick(page, next, '待核验', '试用');
  await page.keyboard.press('Escape');
  // The last one: it stands at the end of the page.
  const needs = combo(page, '到“试用”要有');
  const place = await needs.boundingBox();
  await page.mouse.move(place.x + 20, 600);
  await page.mouse.wheel(0, 9000);
  await press(page, needs);
  await page.keyboard.insertText('法定代表人');
  await press(page, option(page, '法定代表人').last());
  await page.keyboard.press('Escape');
  await publish(page);
  await openCustomer(page, NAME);
  await press(page, button(page, '待清洗'));
  await until(() => stats(page), (now) => now.pending === 0, 'the stage is not stored');
  await press(page, button(page, '跟进中'));
  await page.getByText('不能从“待清洗”改为“跟进中”').first().waitFor({ state: 'attached' });
  await press(page, button(page, '试用'));
  await page.getByText('从“试用”阶段起需要填写').first().waitFor({ state: 'attached' });
}, [desk]);

story('a template leaves a field out', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await design(page);
  await press(page, combo(page, '模板').first());
  await press(page, option(page, '咨询服务').last());
  await choose(page, '邮编');
  const out = page.getByRole('radio', { name: '不用' }).or(page.getByRole('tab', { name: '不用' })).first();
  await reach(page, out);
  await press(page, out);
  await publish(page);
  await go(page, 'customer/new');
  await field(page, '邮编').waitFor({ state: 'attached' });
  await press(page, combo(page, '客户模板').last());
  await press(page, option(page, '咨询服务').last());
  await field(page, '邮编').waitFor({ state: 'detached' });
}, [desk]);

story('two administrators publish: both changes stand, and where they clash one is told', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  const other = await enter(stage, 'he.xw');
  for (const [who, english, own, label] of [[page, '外文名称', '邮编', '邮政编码'], [other, '洋名', '网址', '官网']]) {
    await design(who);
    await choose(who, '英文名');
    await write(who, field(who, '名称'), english);
    await option(who, english).waitFor({ state: 'attached' });
    await choose(who, own);
    await write(who, field(who, '名称'), label);
    await option(who, label).waitFor({ state: 'attached' });
  }
  // The second one does not hear of the first in time.
  await other.route('**/sync/**', (route) => route.abort());
  await publish(page);
  await openPublish(other);
  await press(other, button(other, '发布').last());
  await other.getByRole('alert', { name: /有人先发布了 v2/ }).waitFor({ state: 'attached' });
  await other.unroute('**/sync/**');
  await other.getByRole('alert', { name: '有人先发布了 v2。你的改动已经并到新版上，看一下再发布。' }).waitFor({ state: 'attached', timeout: 40_000 });
  await other.getByRole('button', { name: /^两边都改了：客户 · 洋名/ }).waitFor({ state: 'attached' });
  await press(other, button(other, '发布').last());
  await status(other, /^已发布 v3/).waitFor({ state: 'attached' });
  await go(page, 'customer/new');
  for (const name of ['洋名', '邮政编码', '官网']) await field(page, name).waitFor({ state: 'attached' });
  assert.equal(await field(page, '外文名称').count(), 0);
}, [desk]);

story('whoever writes a rule is shown what could follow, what is wrong and every function', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await design(page);
  await choose(page, '英文名');
  await press(page, page.getByRole('tab', { name: /^规则/ }));
  await press(page, button(page, '加规则'));
  const holds = page.getByRole('textbox', { name: '什么时候算对' });
  await reach(page, holds);
  // Initials are enough; Tab takes what is offered.
  await write(page, holds, 'fddb');
  await option(page, '法定代表人').last().waitFor({ state: 'attached' });
  if (page.isPhone) await press(page, option(page, '法定代表人').last());
  else await page.keyboard.press('Tab');
  await until(() => holds.inputValue(), (text) => text === '法定代表人', 'it is not taken');
  await write(page, holds, '注册资金 > ');
  await page.keyboard.insertText('长度(');
  await page.getByText('还没写完').first().waitFor({ state: 'attached' });
  await write(page, holds, '长度(法定代表人) > 1');
  await page.getByText(/^读得懂：/).first().waitFor({ state: 'attached' });
  await page.keyboard.press('Escape');
  // The documentation is the table's: what the command prints, all of it.
  const printed = execFileSync(BINARY, ['expr', 'docs'], { encoding: 'utf8' }).split('\n')
    .map((line) => /^\| `(.+?)` \| `(.+?)` \| (.+?) \| `/.exec(line)).filter(Boolean)
    .map(([, usage, also, meaning]) => ({ usage: usage.replaceAll('\\|', '|'), also, meaning }));
  assert.ok(printed.length > 50);
  await reach(page, page.getByRole('link', { name: '有哪些函数' }).first());
  await press(page, page.getByRole('link', { name: '有哪些函数' }).first());
  await status(page, `${printed.length} 个`).waitFor({ state: 'attached' });
  const search = page.getByRole('searchbox', { name: '查找函数' });
  for (const { usage, also, meaning } of [printed[0], printed[Math.floor(printed.length / 2)], printed.at(-1)]) {
    await write(page, search, also);
    const item = page.getByRole('listitem', { name: usage, exact: true });
    await item.waitFor({ state: 'attached' });
    const said = await item.getAttribute('aria-description');
    assert.ok(said.startsWith(meaning.slice(0, 12)), said);
  }
  await press(page, button(page, '关闭'));
  // Without network it is tried on what is here, and said what is not.
  await page.context().setOffline(true);
  await reach(page, button(page, '试一遍'));
  await press(page, button(page, '试一遍'));
  await status(page, '最近的保存要连上服务器才能试').waitFor({ state: 'attached' });
  await page.getByRole('status', { name: /^通过 \d+/ }).waitFor({ state: 'attached' });
}, [desk, phone]);

story('publishing that takes long says what it does, and a reload in the middle loses nothing', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await design(page);
  await choose(page, '英文名');
  await write(page, field(page, '名称'), '外文名称');
  if (page.isPhone) {
    await page.goBack();
    await page.getByRole('listitem', { name: '外文名称', exact: true }).waitFor({ state: 'attached' });
  } else {
    await option(page, '外文名称').waitFor({ state: 'attached' });
  }
  // The server takes the request and is slow to answer.
  await page.route('**/api/v1/schemas', async (route) => {
    const answer = await route.fetch();
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await route.fulfill({ response: answer }).catch(() => {});
  });
  await openPublish(page);
  await press(page, button(page, '发布').last());
  await status(page, /^服务器正在检查和写入，已用 \d+ 秒/).waitFor({ state: 'attached' });
  const drawn = (await stats(page)).frames;
  await until(() => stats(page), (now) => now.frames > drawn + 3, 'the page stands still');
  await page.reload();
  await settled(page);
  await design(page);
  await status(page, /^线上 v2$/).waitFor({ state: 'attached' });
  if (page.isPhone) await page.getByRole('listitem', { name: '外文名称' }).waitFor({ state: 'attached' });
  else await option(page, '外文名称').waitFor({ state: 'attached' });
}, [desk, phone]);
