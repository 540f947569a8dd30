// A spreadsheet's CSV in GB18030 becomes customers: chosen, mapped, judged, written, and in another browser.

import assert from 'node:assert/strict';

import { story } from './support/story.mjs';
import { button, chooseFile, enter, go, press, stats, until } from './support/steps.mjs';
import { creditCode, csvOf, customers, gb18030, wrongCode } from './support/customers.mjs';

const world = { people: [{ name: 'lin.yue', display: '林悦' }, { name: 'zhou.rl', display: '周若岚' }],
  csv: csvOf(customers(3).slice(0, 1)) };

story('a GB18030 file is mapped, judged and written', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await go(page, 'import');
  const rows = customers(8);
  rows[2][1] = wrongCode(102);
  await chooseFile(page, '客户名单.csv', gb18030(csvOf(rows)));
  // What the file is, and where each column goes.
  await page.getByRole('status', { name: '步骤' }).filter({ hasText: '对应列' }).waitFor();
  await page.getByText(/GB18030/).first().waitFor({ state: 'attached' });
  await page.getByRole('combobox', { name: '“统一社会信用代码”导入到' }).filter({ hasText: '信用代码' }).waitFor({ state: 'attached' });
  await press(page, button(page, '下一步：校验'));
  // A wrong code and one that is there already are found; the wrong one is mended by what is offered.
  await page.getByRole('status', { name: '步骤' }).filter({ hasText: '校验' }).waitFor();
  await button(page, '写入 9 条').waitFor();
  await page.getByRole('button', { name: '与库中已有的记录重复' }).first().waitFor();
  await press(page, page.getByRole('button', { name: '校验位不对' }));
  await press(page, button(page, `改为 ${creditCode(102)}`));
  await press(page, button(page, '写入 10 条'));
  await page.getByText('已写入 10 条客户').first().waitFor({ state: 'attached' });
  const { records } = await stats(page);
  assert.equal(records, 11);

  const other = await enter(stage, 'zhou.rl');
  await until(() => stats(other), (now) => now.records === records, 'the imported customers in another browser');
});

story('what is no table is refused with the reason', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await go(page, 'import');
  await chooseFile(page, '照片.csv', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
  await page.getByRole('alert', { name: '“照片.csv”没有读取' }).waitFor();
  await button(page, '选择文件').waitFor();
});
