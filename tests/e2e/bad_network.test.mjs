// A network that delays, cuts and repeats what the real client and the real server say: every edit made meanwhile arrives,
// once.

import assert from 'node:assert/strict';

import { FaultProxy } from '../support/fault_proxy.mjs';
import { edit, enter, field, openCustomer, press, stats, until } from './support/steps.mjs';
import { csvOf, customers } from './support/customers.mjs';
import { story } from './support/story.mjs';

const world = { people: [{ name: 'lin.yue', display: '林悦' }, { name: 'zhou.rl', display: '周若岚' }], csv: csvOf(customers(12)) };
const NAMES = ['宁波远帆海运有限公司', '苏州青禾精密机械有限公司', '成都锦程物流有限公司'];
const ROUNDS = 3;

// How many changes by this person the record's history tells of, and whether the text is among them.
async function changesOf(page, name, text) {
  await openCustomer(page, name);
  await press(page, page.getByRole('tab', { name: '历史' }));
  const told = await until(() => page.locator('#mirror').textContent(), (all) => all.includes(text), `${text} in history`);
  return told.split('林悦 改了').length - 1;
}

story('edits made through a bad network arrive once', world, async (stage) => {
  const direct = stage.server.url;
  const proxy = await FaultProxy.start(stage.server.port, { seed: stage.isPhone ? 7 : 11 });
  try {
    stage.server.url = `http://localhost:${proxy.port}/`;
    const page = await enter(stage, 'lin.yue');
    proxy.chance = 0.6;
    for (let round = 1; round <= ROUNDS; ++round) {
      for (const name of NAMES) {
        await openCustomer(page, name);
        const pushes = proxy.pushes;
        await edit(page, '法定代表人', `何向晚${round}`);
        await until(() => proxy.pushes, (now) => now > pushes, 'the edit is saved and sent', 60_000);
      }
    }
    await until(() => Object.keys(proxy.met).length, (kinds) => kinds >= 3, 'the network is bad', 60_000);
    proxy.chance = 0.2;
    await until(() => stats(page), (now) => now.pending === 0, 'all edits are uploaded', 90_000);
    proxy.chance = 0;
    assert.equal((await stats(page)).conflicts, 0);
    stage.server.url = direct;
    const other = await enter(stage, 'zhou.rl');
    for (const name of NAMES) {
      assert.equal(await changesOf(other, name, `何向晚${ROUNDS}`), ROUNDS, `changes of ${name}`);
    }
  } finally {
    await proxy.stop();
  }
});
