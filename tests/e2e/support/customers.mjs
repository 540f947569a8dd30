// Made-up companies with valid credit codes, and the bytes of files holding them.

const LETTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const NAMES = ['杭州云锦禾川信息技术', '宁波远帆海运', '苏州青禾精密机械', '上海晨曦文化传播', '成都锦程物流', '武汉东湖光电',
  '南京栖霞建材', '青岛海川水产', '厦门鹭岛贸易', '西安秦川机床'];

// Eighteen characters: the last but one checks the organisation, the last the whole.
export function creditCode(number) {
  const body = String(10000000 + number);
  const inner = [3, 7, 9, 10, 5, 8, 4, 2].reduce((sum, weight, i) => sum + weight * Number(body[i]), 0);
  const first = '91330106' + body + '0123456789X0'[11 - (inner % 11)];
  let weight = 1;
  let sum = 0;
  for (const letter of first) {
    sum += LETTERS.indexOf(letter) * weight;
    weight = (weight * 3) % 31;
  }
  return first + LETTERS[(31 - (sum % 31)) % 31];
}

// The same code with a last character that is wrong.
export function wrongCode(number) {
  const code = creditCode(number);
  return code.slice(0, 17) + (code[17] === 'A' ? 'B' : 'A');
}

// `count` ordinary customers, numbered from `first`, and three whose names hold 华测.
export function customers(count = 20, first = 0) {
  const rows = [];
  for (let i = first; i < first + count; ++i) {
    rows.push([`${NAMES[i % NAMES.length]}${i < NAMES.length ? '' : `第${i}`}有限公司`, creditCode(100 + i), `联系人备注 ${i}`]);
  }
  ['华测检测认证集团股份有限公司', '上海华测导航技术股份有限公司', '深圳市华测标准物质研究有限公司'].forEach((name, i) => {
    rows.push([name, creditCode(10 + i), '第三方检测']);
  });
  return rows;
}

export function csvOf(rows) {
  return [['企业名称', '统一社会信用代码', '备注'], ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

let gbTable;

// Text of two-byte characters and ASCII as GB18030: the decoder, turned round.
export function gb18030(text) {
  if (!gbTable) {
    gbTable = new Map();
    const decoder = new TextDecoder('gb18030');
    for (let first = 0x81; first <= 0xfe; ++first) {
      for (let second = 0x40; second <= 0xfe; ++second) {
        if (second !== 0x7f) gbTable.set(decoder.decode(Uint8Array.of(first, second)), [first, second]);
      }
    }
  }
  return Buffer.from([...text].flatMap((letter) => (letter < '\x80' ? letter.charCodeAt(0) : gbTable.get(letter))));
}
