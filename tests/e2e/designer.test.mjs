// The designer of schemas: an administrator changes what records are made of, tries it and publishes; whoever was away
// meanwhile loses nothing.

import assert from 'node:assert/strict';

import { desk, phone } from './support/browser.mjs';
import { button, edit, enter, field, go, openCustomer, press, reach, settled, stats, until, write } from './support/steps.mjs';
import { csvOf, customers } from './support/customers.mjs';
import { story } from './support/story.mjs';

const world = { people: [{ name: 'lin.yue', display: '林悦', role: 'administrator' }, { name: 'zhou.rl', display: '周若岚' }],
  csv: csvOf(customers(20)) };

const heading = (page, name) => page.getByRole('heading', { name, exact: true });
const option = (page, name) => page.getByRole('option', { name, exact: true });

async function design(page, schema = 'customer') {
  await go(page, `admin/templates/${schema}`);
  await button(page, page.isPhone ? '加字段' : '比较改动').waitFor({ state: 'attached' });
}

// The version of the schemas in force, as the top bar says.
const live = (page, words) => page.getByRole('status', { name: words }).first().waitFor({ state: 'attached' });

async function publish(page) {
  await press(page, page.isPhone ? page.getByRole('link', { name: '发布' }).or(button(page, '发布')).first() : button(page, '发布').first());
  await heading(page, '发布改动').waitFor({ state: 'attached' });
  await press(page, button(page, '发布').last());
  await page.getByRole('status', { name: /^已发布 v/ }).waitFor({ state: 'attached' });
}

story('fields, a formula and a rule are designed, tried and published', world, async (stage) => {
  // The second browser knows the old form and goes away.
  const other = await enter(stage, 'zhou.rl');
  await openCustomer(other, '宁波远帆海运有限公司');
  await other.context().setOffline(true);

  const page = await enter(stage, 'lin.yue');
  await press(page, page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '管理' }));
  await press(page, page.getByRole('link', { name: '客户', exact: true }).last());
  await button(page, '比较改动').waitFor();

  // A field from the palette, named at once.
  await press(page, option(page, '客户名称'));
  await press(page, button(page, '整数'));
  await field(page, '名称').waitFor();
  await write(page, field(page, '名称'), '员工人数');
  await option(page, '员工人数').waitFor({ state: 'attached' });
  await live(page, /改动 \d+ 处未发布/);

  // A formula over it.
  await write(page, page.getByRole('searchbox', { name: '查找字段类型' }), '公式');
  await press(page, button(page, '公式'));
  await write(page, field(page, '名称'), '人数翻倍');
  const formula = page.locator('textarea[aria-label="公式"]');  // the preview has one of that name for a moment
  await reach(page, formula);
  await write(page, formula, '员工人数 * 2');
  await page.getByText(/读得懂：员工人数 × 2/).waitFor({ state: 'attached' });

  // A rule from a stage on, with its mistake and the suggestion for it.
  await press(page, option(page, '员工人数'));
  await press(page, page.getByRole('tab', { name: /^规则/ }));
  await press(page, button(page, '加规则'));
  await write(page, field(page, '规则名称'), '要有法定代表人');
  const holds = page.getByRole('textbox', { name: '什么时候算对' });
  await write(page, holds, '法定代表仁 <> null');
  await press(page, page.getByRole('link', { name: '改为 法定代表人' }));
  await page.getByText(/读得懂：法定代表人 有值/).waitFor({ state: 'attached' });
  await page.keyboard.press('Escape');
  const said = field(page, '提示文字');
  await reach(page, said);
  await write(page, said, '请写法定代表人');
  const when = page.getByRole('combobox', { name: '什么时候查' });
  await reach(page, when);
  await press(page, when);
  await press(page, option(page, '从“待核验”起'));

  // Tried on everything that is there.
  await reach(page, button(page, '试一遍'));
  await press(page, button(page, '试一遍'));
  const outcome = page.getByRole('status', { name: /^通过 \d+/ });
  await outcome.waitFor({ state: 'attached' });
  await page.getByRole('status', { name: /^最近 \d+ 次保存/ }).waitFor({ state: 'attached' });

  // A reload loses nothing.
  await page.waitForTimeout(600);
  await page.reload();
  await settled(page);
  await design(page);
  await option(page, '员工人数').waitFor({ state: 'attached' });

  await publish(page);
  await live(page, /^线上 v\d+$/);

  // The old form is filled in without a network; the new one comes with the network, and nothing is lost.
  await edit(other, '英文名', 'Yuanfan Shipping');
  await other.context().setOffline(false);
  await until(() => stats(other), (now) => now.pending === 0 && now.isCurrent, 'what was typed offline does not arrive', 30_000);
  await until(() => field(other, '英文名').inputValue(), (text) => text === 'Yuanfan Shipping', 'it is lost');
  await field(other, '员工人数').waitFor({ state: 'attached' });

  await openCustomer(page, '宁波远帆海运有限公司');
  await until(() => field(page, '英文名').inputValue(), (text) => text === 'Yuanfan Shipping', 'the edit did not arrive');
  await edit(page, '员工人数', '21');
  await until(() => field(page, '人数翻倍').evaluate((node) => node.value ?? node.textContent), (text) => /42/.test(text), 'the formula says nothing');
  assert.equal(await page.getByText('请写法定代表人').count(), 0);
  await press(page, button(page, '待核验'));
  await page.getByText('请写法定代表人').first().waitFor({ state: 'attached' });
}, [desk]);

story('the designer is walked by keyboard and taken back', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await design(page);
  await press(page, option(page, '英文名'));
  await heading(page, '英文名').waitFor();
  await page.keyboard.press('ArrowUp');
  await heading(page, '曾用名').waitFor();
  const places = () => page.getByRole('option').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('aria-label')).join());
  const before = await places();
  await page.keyboard.press('Alt+ArrowUp');
  await until(places, (now) => now !== before, 'nothing moves');
  await page.keyboard.press('Control+z');
  await until(places, (now) => now === before, 'the step is not taken back');
  await press(page, option(page, '英文名'));
  await heading(page, '英文名').waitFor();
  await page.keyboard.press('Delete');
  await option(page, '英文名').waitFor({ state: 'detached' });
  await press(page, button(page, '撤销').last());  // the toast's, not the bar's
  await option(page, '英文名').waitFor({ state: 'attached' });
}, [desk]);

story('a field is renamed and published on a phone', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await design(page);
  await press(page, page.getByRole('listitem', { name: '英文名' }));
  await field(page, '名称').waitFor();
  await write(page, field(page, '名称'), '外文名称');
  await page.goBack();
  await page.getByRole('listitem', { name: '外文名称' }).waitFor({ state: 'attached' });
  await publish(page);
  await go(page, 'customer/new');
  await field(page, '外文名称').waitFor({ state: 'attached' });
}, [phone]);

story('others are told who may design', world, async (stage) => {
  const page = await enter(stage, 'zhou.rl');
  await go(page, 'admin/templates');
  await page.getByRole('status', { name: '只有管理员能改模板' }).waitFor({ state: 'attached' });
  assert.equal(await page.getByRole('link', { name: '管理', exact: true }).count(), 0);
});
