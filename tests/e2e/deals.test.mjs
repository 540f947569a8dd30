// Records that belong together: sums over them, forms, what is still missing.

import { story } from './support/story.mjs';
import { button, enter, field, go, openCustomer, press, reach, stats, until, write } from './support/steps.mjs';
import { csvOf, customers } from './support/customers.mjs';

const world = { people: [{ name: 'lin.yue', display: '林悦' }], csv: csvOf(customers(12)) };
const NAME = '宁波远帆海运有限公司';

async function fill(page, name, text) {
  await reach(page, field(page, name));
  await write(page, field(page, name), text);
}

story('a contract of a customer counts in its sums at once', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await openCustomer(page, NAME);
  await press(page, page.getByRole('tab', { name: '相关' }));
  const make = button(page, '新建合同');
  await reach(page, make);
  await press(page, make);
  await write(page, field(page, '合同名称'), '海运年度合同');  // at the top
  await fill(page, '合同金额', '12.5万');
  await press(page, button(page, '保存'));
  await page.getByRole('heading', { name: '海运年度合同', level: 2 }).waitFor();
  await until(() => stats(page), (now) => now.pending === 0, 'the contract is uploaded');
  await openCustomer(page, NAME);
  await press(page, page.getByRole('tab', { name: '资料' }));
  const total = field(page, '合同总额');
  await total.waitFor({ state: 'attached' });
  await until(() => total.inputValue(), (text) => text.includes('125,000'), 'the sum of its contracts');
  await until(() => field(page, '合同数').inputValue(), (text) => text === '1', 'how many there are');
});

story('each form of a template has fields of its own', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await go(page, 'customer/new');
  await field(page, '信用代码').waitFor({ state: 'attached' });
  const form = page.getByRole('combobox', { name: '客户模板' });
  await press(page, form);
  await press(page, page.getByRole('option', { name: '个人客户' }));
  await field(page, '信用代码').waitFor({ state: 'detached' });
  await field(page, '证件号码').waitFor({ state: 'attached' });
});
