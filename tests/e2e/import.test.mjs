// A spreadsheet's CSV in GB18030 becomes customers: chosen, mapped, judged, written, and in another browser.

import assert from 'node:assert/strict';

import { story } from './support/story.mjs';
import { button, chooseFile, enter, go, press, stats, until, write } from './support/steps.mjs';
import { workbook } from './support/workbook.mjs';
import { creditCode, csvOf, customers, gb18030, wrongCode } from './support/customers.mjs';

const world = { people: [{ name: 'lin.yue', display: '林悦' }, { name: 'zhou.rl', display: '周若岚' }],
  csv: csvOf(customers(3).slice(0, 1)) };

story('a GB18030 file is mapped, judged and written', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await go(page, 'import');
  const rows = customers(8);
  rows[2][1] = wrongCode(102);
  await chooseFile(page, button(page, '选择文件'), '客户名单.csv', gb18030(csvOf(rows)));
  // What the file is, and where each column goes.
  await page.getByRole('status', { name: '步骤' }).filter({ hasText: '对应列' }).waitFor();
  await page.getByText(/GB18030/).first().waitFor({ state: 'attached' });
  await page.getByRole('combobox', { name: '“统一社会信用代码”导入到' }).filter({ hasText: '信用代码' }).waitFor({ state: 'attached' });
  await press(page, button(page, '下一步：校验'));
  // A wrong code and one that is there already are found; the wrong one is mended by what is offered.
  await page.getByRole('status', { name: '步骤' }).filter({ hasText: '校验' }).waitFor();
  await page.getByText('可写入 9').first().waitFor({ state: 'attached' });
  await page.getByRole('button', { name: '与库中已有的记录重复' }).first().waitFor();
  await press(page, page.getByRole('button', { name: '校验位不对' }));
  await press(page, button(page, `改为 ${creditCode(102)}`));
  await page.getByText('可写入 10').first().waitFor({ state: 'attached' });
  await press(page, button(page, '下一步：查重'));
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
  await chooseFile(page, button(page, '选择文件'), '照片.csv', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
  await page.getByRole('alert', { name: '“照片.csv”没有读取' }).waitFor();
  await button(page, '选择文件').waitFor();
});

// Twelve customers, four of them with one misspelt address.
const misspelt = () => ['企业名称,邮箱', ...Array.from({ length: 12 }, (_, i) => `第${i}号贸易有限公司,${i < 4 ? 'info@163.con' : `a${i}@x.cn`}`)]
  .map((line) => `${line}\r\n`).join('');

story('one mistake made in many rows takes one press, and one to take it back', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await go(page, 'import');
  await chooseFile(page, button(page, '选择文件'), '名单.csv', Buffer.from(misspelt()));
  await press(page, button(page, '下一步：校验'));
  await page.getByText('可写入 12').first().waitFor({ state: 'attached' });
  const kinds = stage.isPhone ? page : page.getByRole('list', { name: '问题' });
  const kind = kinds.getByRole('button', { name: '邮箱域名像是笔误' });
  await press(page, kind);
  await press(page, button(page, '同样写法的 4 行都改'));
  await kind.waitFor({ state: 'detached' });
  // Only what was changed, and back.
  if (stage.isPhone) await press(page, button(page, '全部'));
  const rows = stage.isPhone ? page.getByRole('listitem') : page.getByRole('row');
  const changed = page.getByRole(stage.isPhone ? 'button' : 'radio', { name: '已改' });
  await changed.waitFor({ state: 'attached' });
  if (stage.isPhone) return;
  await press(page, changed);
  await until(() => rows.count(), (count) => count === 5, 'four changed rows and the head');
  await press(page, button(page, '撤销'));
  await kind.waitFor();
  // The panel does the same with a text of one's own.
  await press(page, kind);
  await page.keyboard.press('Escape');
  await page.getByRole('checkbox', { name: 'info@163.con，4 行' }).waitFor();
  await write(page, page.getByRole('textbox', { name: '统一为' }), 'hi@x.cn');
  await press(page, button(page, '改 4 行'));
  await kind.waitFor({ state: 'detached' });
  await page.getByRole('cell', { name: 'hi@x.cn' }).first().waitFor();
});

story('rows are found by words in them', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await go(page, 'import');
  await chooseFile(page, button(page, '选择文件'), '名单.csv', Buffer.from(misspelt()));
  await press(page, button(page, '下一步：校验'));
  await page.getByText('可写入 12').first().waitFor({ state: 'attached' });
  if (stage.isPhone) await press(page, button(page, '在行里查找'));
  const search = page.getByRole('searchbox', { name: '在行里查找' });
  await write(page, search, 'A7@X');
  const found = (name) => page.getByRole(stage.isPhone ? 'listitem' : 'cell', { name });
  await found('第3号贸易有限公司').waitFor({ state: 'detached' });
  await found('第7号贸易有限公司').waitFor();
  await write(page, search, '没有这样的行');
  await press(page, button(page, '看全部'));
  await found('第3号贸易有限公司').waitFor();
});

story('the grid holds its heads and rows, and the sums have words', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await go(page, 'import');
  await chooseFile(page, button(page, '选择文件'), '名单.csv', Buffer.from(misspelt()));
  await press(page, button(page, '下一步：校验'));
  await page.getByText('可写入 12').first().waitFor({ state: 'attached' });
  await page.getByText('可写入 12').first().waitFor({ state: 'attached' });
  await page.getByText('提醒 4').first().waitFor({ state: 'attached' });
  if (stage.isPhone) return;
  const grid = page.getByRole('grid', { name: '要导入的行' });
  await grid.getByRole('row').first().getByRole('columnheader', { name: '邮箱' }).waitFor({ state: 'attached' });
  await grid.getByRole('row').nth(1).getByRole('cell', { name: 'info@163.con' }).waitFor({ state: 'attached' });
});

// A list as a fair hands it out: a title above, one city in four ways, a firm that is there already and one that is in it twice.
function fair() {
  const cities = ['杭州市', '杭州市', '杭州', 'Hangzhou', '杭洲', '杭州市'];
  const rows = cities.map((city, i) => [`杭州秋实第${i + 1}号纺织有限公司`, city, `1380013${8010 + i}`, `展位 ${i + 1}`]);
  rows.push(['杭州云锦禾川信息技术 有限公司', '杭州市', '13800138099', '老客户']);
  rows.push(['杭州秋实第1号纺织有限公司', '杭州市', '13800138010', '又来一次']);
  return workbook([['2026 秋季展会名录'], [], ['公司名称', '城市', '手机', '备注'], ...rows]);
}

story('a messy workbook becomes clean customers, and all of it can be taken back', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  const before = await until(() => stats(page), (now) => now.records > 0, 'the customers are here');
  await go(page, 'import');
  await chooseFile(page, button(page, '选择文件'), '秋季展会名录.xlsx', fair());
  await page.getByRole('combobox', { name: '“公司名称”导入到' }).filter({ hasText: '客户名称' }).waitFor({ state: 'attached' });
  await press(page, button(page, '下一步：校验'));
  // One value, four ways to write it.
  if (stage.isPhone) await press(page, button(page, '一次改好同类值'));
  await page.getByRole('checkbox', { name: 'Hangzhou，1 行' }).waitFor();
  await press(page, button(page, '改 3 行'));
  await page.getByText('已改 3 行').first().waitFor({ state: 'attached' });
  await press(page, button(page, '下一步：查重'));
  const row = (name) => page.getByRole('listitem', { name });
  await row('杭州云锦禾川信息技术 有限公司').waitFor();
  await row('杭州秋实第1号纺织有限公司').waitFor();
  // A name alone proves nothing: the firm that may be there is made until somebody says it is the same; what is twice in the file is
  // left out until somebody wants it.
  await page.getByText('试算：新建 7，更新 0，跳过 1').first().waitFor({ state: 'attached' });
  // A toast lies over a sheet's rows until it goes.
  await button(page, '撤销').first().waitFor({ state: 'detached' });
  const decide = async (number, action) => {
    await press(page, page.getByRole('combobox', { name: `第 ${number} 行的处理` }));
    await press(page, page.getByRole('option', { name: action, exact: true }));
  };
  await decide(10, '补上空字段');
  await page.getByText('试算：新建 6，更新 1，跳过 1').first().waitFor({ state: 'attached' });
  await decide(11, '仍然新建');
  await page.getByText('试算：新建 7，更新 1，跳过 0').first().waitFor({ state: 'attached' });
  await press(page, button(page, '写入 8 条'));
  await page.getByText('已写入 8 条客户').first().waitFor({ state: 'attached' });
  assert.equal((await stats(page)).records, before.records + 7);
  // The last change of the check may still offer to be taken back.
  await press(page, button(page, '撤销').first());
  await page.getByText('已撤销这次导入的 8 条').first().waitFor({ state: 'attached' });
  await until(() => stats(page), (now) => now.records === before.records, 'nothing of it is left');
});

// Files and cells come one after the other; what was imported earlier is taken back later, also without a connection.
story('dropped and pasted tables are imported in turn and taken back later', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await go(page, 'import');
  await button(page, '选择文件').waitFor();
  const table = (names) => ['企业名称,邮箱', ...names.map((name, i) => `${name},a${i}@yunjin.cn`), ''].join('\r\n');
  await page.evaluate((files) => {
    const data = new DataTransfer();
    for (const [name, text] of files) data.items.add(new File([text], name));
    for (const type of ['dragenter', 'drop']) dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
  }, [['一月.csv', table(['杭州云锦科技有限公司'])], ['二月.csv', table(['宁波屿川贸易有限公司', '绍兴映棠纺织有限公司'])]]);
  const finish = async (count) => {
    await press(page, button(page, '下一步：校验'));
    await press(page, button(page, '下一步：查重'));
    await press(page, button(page, `写入 ${count} 条`));
    await page.getByText(`已写入 ${count} 条客户`).first().waitFor({ state: 'attached' });
  };
  await finish(1);
  await press(page, button(page, '导入下一个文件'));
  await finish(2);
  await press(page, button(page, '再导入一个文件'));
  await button(page, '选择文件').waitFor();
  if (!stage.isPhone) {
    // As a spreadsheet gives copied cells.
    await page.evaluate((text) => {
      const data = new DataTransfer();
      data.setData('text/plain', text);
      document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }, '企业名称\t手机\r\n金华婺里木业有限公司\t13800138055\r\n');
    await finish(1);
    await press(page, button(page, '再导入一个文件'));
  }
  const all = stage.isPhone ? 4 : 5;
  await until(() => stats(page), (now) => now.records === all && now.pending === 0, 'all of them on the server');
  await page.getByText('二月.csv').first().waitFor({ state: 'attached' });
  await page.context().setOffline(true);
  await press(page, button(page, '撤销').nth(stage.isPhone ? 0 : 1));  // newest first
  await page.getByText('正在撤销').first().waitFor({ state: 'attached' });
  await page.context().setOffline(false);
  await until(() => stats(page), (now) => now.records === all - 2, 'the second file is taken back');
  await page.getByText('已撤销').first().waitFor({ state: 'attached' });
});

// One column that holds a person and a number, names and dates as people write them.
const messy = ['公司名称,联系方式,成立日期', ...['松涧茶业', '竹影家具', '梅岭医药', '兰渚酒店', '荷塘影视', '桂湾船务'].map(
  (name, i) => `杭州${name}（华东） 有限公司,张小${'一二三四五六'[i]}／138-0013-801${i},2019年${i + 1}月2日`)]
  .map((line) => `${line}\r\n`).join('');

story('a column is split, and what is standardised is shown before and after', world, async (stage) => {
  const page = await enter(stage, 'lin.yue');
  await go(page, 'import');
  await chooseFile(page, button(page, '选择文件'), '名单.csv', Buffer.from(messy));
  await press(page, button(page, '拆分或合并“联系方式”'));
  // The separator is found; the first rows are shown as they will be.
  await page.getByText('张小一／138-0013-8010 → 张小一 | 138-0013-8010').first().waitFor({ state: 'attached' });
  await press(page, page.getByRole('dialog').getByRole('button', { name: '拆分', exact: true }));
  await page.getByRole('combobox', { name: '“联系方式 · 2…”导入到' }).waitFor({ state: 'attached' });
  await press(page, button(page, '下一步：校验'));
  await page.getByText('可写入 6').first().waitFor({ state: 'attached' });
  await press(page, page.getByRole('button', { name: '标准化' }));
  const sheet = page.getByRole('dialog');
  await sheet.getByText('杭州松涧茶业（华东） 有限公司 → 杭州松涧茶业(华东)有限公司').first().waitFor({ state: 'attached' });
  await sheet.getByText('2019年1月2日 → 2019-01-02').first().waitFor({ state: 'attached' });
  await press(page, sheet.getByRole('switch', { name: '“客户名称”保持原样' }));
  await sheet.getByText('保持文件里的写法').first().waitFor({ state: 'attached' });
  await press(page, button(page, '关闭').last());
  await press(page, button(page, '下一步：查重'));
  await press(page, button(page, '写入 6 条'));
  await page.getByText('已写入 6 条客户').first().waitFor({ state: 'attached' });
});
