// The real client behind a network that misbehaves: first load, push and pull are cut, halved, doubled and late, and everything
// arrives, once.

import assert from 'node:assert/strict';

import { FaultProxy } from '../support/fault_proxy.mjs';
import { desk } from './support/browser.mjs';
import { story } from './support/story.mjs';
import { edit, enter, openCustomer, stats, until } from './support/steps.mjs';
import { csvOf, customers } from './support/customers.mjs';

const world = { people: [{ name: 'lin.yue', display: '林悦' }, { name: 'zhou.rl', display: '周若岚' }], csv: csvOf(customers(200)) };
const NAME = '宁波远帆海运有限公司';
const EDITS = [['法定代表人', '何向晚'], ['登记类型', '有限责任公司'], ['注册资金', '五百万元'], ['法定代表人', '陈亦凡']];
const PATIENCE_MS = 90_000;

// What happens to the first requests of a kind; those behind them arrive.
const faults = () => ({
  hello: [{ up: 0 }, { down: 40 }, { twice: true }],
  snapshot: [{ up: 200, how: 'end' }, { down: 100, how: 'half' }],
  segment: [{ down: 700 }, { down: 700, how: 'half' }, { dripMs: 3 }],
  push: [{ down: 0 }, { twice: true }, { up: 400 }, { down: 60, how: 'end' }, { delayMs: 700, twice: true }, { down: 120, how: 'half' }],
  pull: [{ up: 0 }, { down: 30, how: 'end' }, { twice: true }, { delayMs: 900 }, { down: 200 }],
});
const kindOf = (path) => (/^\/sync\/snapshot\/./.test(path) ? 'segment' : /^\/sync\/(\w+)/.exec(path)?.[1]);

story('first load, push and pull come through a bad network, once', world, async (stage) => {
  const left = faults();
  const proxy = await FaultProxy.start({ target: () => stage.server.port, plan: ({ path }) => left[kindOf(path)]?.shift() });
  const direct = stage.server.url;
  try {
    stage.server.url = proxy.url;
    const page = await enter(stage, 'lin.yue');
    await until(() => stats(page), (now) => now.records === 203 && now.isCurrent, 'all is loaded', PATIENCE_MS);
    for (const [name, text] of EDITS) {
      await openCustomer(page, NAME);
      await edit(page, name, text);
      await until(() => stats(page), (now) => now.pending === 0 && now.isCurrent, 'the edit is uploaded', PATIENCE_MS);
    }
    assert.deepEqual([left.hello.length, left.snapshot.length, left.segment.length], [0, 0, 0], 'not all faults happened');
    // A pull may say that a push arrived whose answer was lost: then it does not come again.
    assert.ok(left.push.length <= 2 && left.pull.length <= 2, `too few faults happened: ${JSON.stringify(left)}`);
    stage.server.url = direct;
    const other = await enter(stage, 'zhou.rl');
    await openCustomer(other, NAME);
    for (const [name, text] of EDITS.slice(1)) {
      await until(() => other.getByRole('textbox', { name, exact: true }).inputValue(), (now) => now === text, name);
    }
    assert.equal((await stats(other)).conflicts, 0);
  } finally {
    await proxy.stop();
  }
}, [desk]);
