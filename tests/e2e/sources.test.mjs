// Where records come from: a source made while importing, its profile for the next file, the same file twice, and the page of sources.

import assert from 'node:assert/strict';

import { csvOf, customers } from './support/customers.mjs';
import { story } from './support/story.mjs';
import { button, chooseFile, enter, go, press, stats, until, write } from './support/steps.mjs';

const world = { people: [{ name: 'lin.yue', display: '林悦' }], csv: csvOf(customers(3).slice(0, 1)) };
const table = (head, rows) => Buffer.from([head, ...rows, ''].join('\r\n'));

async function finish(page, count) {
  await press(page, button(page, '下一步：校验'));
  await press(page, button(page, '下一步：查重'));
  await press(page, button(page, `写入 ${count} 条`));
  await page.getByText(`已写入 ${count} 条客户`).first().waitFor({ state: 'attached' });
}

story('a source is made in passing, kept with its profile, and tells what it brought', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  // Nothing yet: the page says what sources are for.
  await go(page, 'sources');
  await page.getByRole('status', { name: '还没有来源' }).waitFor();
  await go(page, 'import');
  // On phones a list takes no typing: sources are made on their own page.
  if (!stage.isPhone) {
    await press(page, page.getByRole('combobox', { name: '来源' }));
    await page.keyboard.type('展会名录');
    await press(page, page.getByRole('option', { name: '新建来源“展会名录”' }));
    await page.getByRole('combobox', { name: '来源' }).filter({ hasText: '展会名录' }).waitFor({ state: 'attached' });
  }
  const profile = stage.isPhone ? '春季' : '展会名录';
  const first = table('单位,联系人,说明', ['杭州云锦科技有限公司,林沐,展位一', '宁波屿川贸易有限公司,沈知夏,展位二']);
  await chooseFile(page, button(page, '选择文件'), '春季.csv', first);
  const target = (column) => page.getByRole('combobox', { name: `“${column}”导入到` });
  await target('单位').filter({ hasText: '客户名称' }).waitFor({ state: 'attached' });
  await finish(page, 2);
  await press(page, button(page, '存为方案'));
  await page.getByText(`已存为方案“${profile}”，下次自动套用`).first().waitFor({ state: 'attached' });

  // The same file, whatever it is called: nothing, until somebody insists.
  await press(page, button(page, '再导入一个文件'));
  await chooseFile(page, button(page, '选择文件'), '春季(1).csv', first);
  await page.getByRole('alert', { name: '“春季(1).csv”导入过了' }).waitFor();
  assert.match(await page.getByRole('alert', { name: '“春季(1).csv”导入过了' }).textContent(), /林悦.*春季\.csv.*新建 2 条/s);
  await press(page, button(page, '仍然导入'));
  await page.getByRole('status', { name: '步骤' }).filter({ hasText: '对应列' }).waitFor();
  await press(page, button(page, '放弃'));

  // The next one is read as was decided.
  await chooseFile(page, button(page, '选择文件'), '秋季.csv', table('说明,联系人,单位', ['展位三,方聿,绍兴映棠纺织有限公司']));
  await target('单位').filter({ hasText: '客户名称' }).waitFor({ state: 'attached' });
  await target('说明').filter({ hasText: '备注' }).waitFor({ state: 'attached' });
  await page.getByRole('combobox', { name: '方案' }).filter({ hasText: profile }).waitFor({ state: 'attached' });
  await finish(page, 1);
  await until(() => stats(page), (now) => now.records === 4 && now.pending === 0, 'all of them on the server');

  if (stage.isPhone) return;
  // What it brought; taken back, also without a connection.
  await go(page, 'sources');
  const row = page.getByRole('listitem', { name: '展会名录' });
  await row.filter({ hasText: '3' }).waitFor({ state: 'attached' });
  await press(page, row);
  await page.getByText('秋季.csv').first().waitFor({ state: 'attached' });
  await button(page, '查看 3 条记录').waitFor();
  await page.context().setOffline(true);
  await press(page, button(page, '撤销').first());
  await page.getByText('正在撤销').first().waitFor({ state: 'attached' });
  await page.context().setOffline(false);
  await until(() => stats(page), (now) => now.records === 3, 'the last file is taken back');
  await page.getByText('已撤销').first().waitFor({ state: 'attached' });
  await press(page, button(page, '查看 2 条记录'));
  await page.getByText('宁波屿川贸易有限公司').first().waitFor({ state: 'attached' });
  await page.getByText('绍兴映棠纺织有限公司').first().waitFor({ state: 'detached' });
});
