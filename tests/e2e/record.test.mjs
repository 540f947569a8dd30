// One record: an issue while typing, mended by what is offered; saved, taken back; its history; deletion.

import { story } from './support/story.mjs';
import { button, edit, enter, field, go, openCustomer, press, reach, settled, stats, undo, until, write } from './support/steps.mjs';
import { creditCode, csvOf, customers, wrongCode } from './support/customers.mjs';

const world = { people: [{ name: 'lin.yue', display: '林悦' }], csv: csvOf(customers(12)) };
const NAME = '宁波远帆海运有限公司';

story('a wrong check digit is said, mended, saved and taken back', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await openCustomer(page, NAME);
  const code = field(page, '信用代码');
  await reach(page, code);
  await write(page, code, wrongCode(500));
  await page.getByText(/校验位不对.*末位应为/).first().waitFor({ state: 'attached' });
  const fix = page.getByRole('link', { name: /^改为 / });
  await reach(page, fix);
  await press(page, fix);
  await until(() => code.inputValue(), (text) => text === creditCode(500), 'the mended code');
  await button(page, '撤销').waitFor();
  await until(() => stats(page), (now) => now.pending === 0, 'the change is uploaded');
  await undo(page);
  await until(() => code.inputValue(), (text) => text === creditCode(101), 'the code taken back');
  await page.reload();
  await settled(page);
  await openCustomer(page, NAME);
  await until(() => code.inputValue(), (text) => text === creditCode(101), 'the code from before');
});

story('the history says who and where from', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await openCustomer(page, NAME);
  await edit(page, '法定代表人', '何向晚');
  await until(() => stats(page), (now) => now.pending === 0, 'the change is uploaded');
  await openCustomer(page, NAME);
  await press(page, page.getByRole('tab', { name: '历史' }));
  const history = page.locator('#mirror');
  await until(() => history.textContent(), (text) => text.includes('我 改了') && text.includes('何向晚') &&
    text.includes('手动填写') && text.includes('customers.csv'), 'author, value and source');
});

story('a deleted record comes back by undo', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  const { records } = await stats(page);
  await openCustomer(page, NAME);
  await press(page, button(page, '更多操作'));
  await press(page, page.getByRole('menuitem', { name: '删除' }));
  await until(() => stats(page), (now) => now.records === records - 1, 'one record less');
  await undo(page);
  await until(() => stats(page), (now) => now.records === records, 'it is back');
  await openCustomer(page, NAME);
});

story('who is typed is known when it is there already', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await until(() => stats(page), (now) => now.records > 0, 'the customers are here');
  await go(page, 'customer/new');
  const name = field(page, '客户名称');
  await reach(page, name);
  await write(page, name, '远帆海运（宁波）有限公司');
  const hint = page.getByRole('status', { name: `可能重复：${NAME}` });
  await hint.waitFor();
  await write(page, name, '温州山川阀门有限公司');
  await hint.waitFor({ state: 'detached' });
  await write(page, name, '宁波远帆海运 有限公司');
  await hint.waitFor();
  await press(page, page.getByRole('link', { name: '查看', exact: true }).first());
  await page.getByRole('heading', { name: NAME }).first().waitFor();
});
