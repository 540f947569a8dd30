// What goes wrong in a run of the campaign, by name. Each types edits and breaks something; the run then looks for every edit that
// was confirmed. What a scenario destroys on purpose must be told to the person, with the number of edits it took.

import { button, press, until } from '../support/steps.mjs';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const PATIENCE_MS = 90_000;

// Harms rows of a store from a page beside the client: flips one bit of one of them, or removes one or all. The number says which.
const harm = (page, how, store, number) => page.evaluate(async ([action, name, dice]) => {
  const promised = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const found = (await indexedDB.databases()).find((one) => one.name.startsWith('kedang-'));
  const database = await promised(indexedDB.open(found.name));
  const rows = database.transaction(name, 'readwrite').objectStore(name);
  const keys = (await promised(rows.getAllKeys())).filter((key) => action !== 'flip' || key !== 'mark');
  const key = keys[dice % keys.length];
  if (action === 'flip') {
    const bytes = new Uint8Array(await promised(rows.get(key)));
    bytes[(dice >> 3) % bytes.length] ^= 1 << (dice % 8);
    await promised(rows.put(bytes, key));
  } else {
    for (const gone of action === 'clear' ? keys : [key]) await promised(rows.delete(gone));
  }
  database.close();
}, [how, store, number]);

// The page says so, or the run fails.
const says = (run, words) => until(() => run.heard, (heard) => heard.some((line) => words.test(line)), `never said ${words}`, PATIENCE_MS);

// Closes the client, lets `work` do something to its data from a page beside it, and opens it again.
async function behindItsBack(run, work) {
  const keeper = await run.closeTabs();
  run.settleConfirmed();
  await work(keeper);
  run.page = await run.open(keeper);
}

// The network comes back, but nothing is sent before rows of the store were harmed.
async function harmed(run, how, store) {
  const number = run.dice.whole(0, 1 << 30);
  run.proxy.mend();
  run.holdPushes = true;
  await behindItsBack(run, (page) => harm(page, how, store, number));
}

export const scenarios = {
  // A tab ends while it writes: with a network, and without.
  async tab_killed(run) {
    if (run.dice.oneIn(2)) run.proxy.cut();
    for (let rounds = run.dice.whole(1, 2); rounds > 0; --rounds) {
      await run.typeSome(0, 2);
      await run.type({ waits: false });
      await pause(run.dice.whole(0, 250));
      await run.crashTab();
      if (run.dice.oneIn(2)) run.proxy.mend();
      run.page = await run.reopen();
    }
  },

  // All of the browser ends while it writes.
  async browser_killed(run) {
    if (run.dice.oneIn(2)) run.proxy.cut();
    await run.typeSome(1, 2);
    await run.type({ waits: false });
    await pause(run.dice.whole(0, 250));
    await run.killBrowser();
    run.proxy.mend();
    run.page = await run.enter();
  },

  // No room: what is not saved is said not to be; with room again it can be saved.
  async quota_full(run) {
    if (run.dice.oneIn(2)) run.proxy.cut();
    await run.typeSome(1, 2);
    const cdp = await run.context.newCDPSession(run.page);
    const origin = new URL(run.proxy.url).origin;
    await cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
    // So long Chromium goes on with the room it found before; without a refusal this run would prove nothing.
    await pause(31_000);
    const isRefused = () => run.heard.some((line) => line.includes('没有存下'));
    await until(async () => {
      const edit = await run.type({ waits: false });
      await until(() => isRefused() || edit.hasArrived(), Boolean, 'says nothing', PATIENCE_MS);
      return isRefused();
    }, Boolean, 'storage takes everything', PATIENCE_MS);
    await cdp.send('Storage.overrideQuotaForOrigin', { origin });
    run.proxy.mend();
    await run.typeSome(1, 2);
  },

  // A second tab takes over while the first has edits that wait.
  async two_tabs(run) {
    run.proxy.cut();
    await run.typeSome(1, 2);
    const first = run.page;
    if (run.dice.oneIn(2)) await run.type({ waits: false });
    run.proxy.mend();
    const second = await run.quietPage();
    run.proxy.cut();
    await second.goto(run.proxy.url).catch(() => {});
    await press(second, button(second, '在这里使用'));
    await until(() => run.stats(second), (now) => now?.records > 0, 'does not take over', PATIENCE_MS);
    run.settleConfirmed();
    run.page = second;
    await run.typeSome(1, 2);
    if (run.dice.oneIn(2)) await first.close();
    run.proxy.mend();
  },

  // The browser made room: the database is gone, what stands outside of it is not.
  async evicted(run) {
    await run.typeSome(1, 2);
    await run.pending(0);
    const waits = run.dice.whole(0, 2);
    if (waits > 0) {
      run.proxy.cut();
      for (let i = 0; i < waits; ++i) await run.type();
      await run.pending(waits);
      await pause(500);
      run.proxy.mend();
      run.holdPushes = true;
    }
    await behindItsBack(run, (page) => page.evaluate(async () => {
      for (const { name } of await indexedDB.databases()) {
        await new Promise((resolve, reject) => {
          const request = indexedDB.deleteDatabase(name);
          request.onsuccess = resolve;
          request.onerror = () => reject(request.error);
        });
      }
    }));
    run.holdPushes = false;
    await says(run, /清掉了/);
    const said = run.heard.map((line) => /没上传的 (\d+) 处修改没了/.exec(line)).find(Boolean);
    run.ledger.told = said ? Number(said[1]) : 0;
    if (run.ledger.told > waits) throw new Error('more edits were said to be gone than waited');
    await run.typeSome(0, 1);
  },

  // Bytes of what can be fetched again are others.
  async base_damaged(run) {
    run.proxy.cut();
    await run.typeSome(1, 3);
    await harmed(run, 'flip', 'base');
    await says(run, /有损坏/);
    run.holdPushes = false;
  },

  // Rows of it are gone: one, or all.
  async base_removed(run) {
    await run.typeSome(1, 2);
    await run.pending(0);
    run.proxy.cut();
    await run.typeSome(1, 2);
    await harmed(run, run.dice.pick(['remove', 'clear']), 'base');
    await says(run, /有损坏|清掉了/);
    run.holdPushes = false;
  },

  // A row of the outbox itself: what is in it cannot be read any more, and is said to be.
  async outbox_damaged(run) {
    run.proxy.cut();
    await run.typeSome(2, 3);
    await harmed(run, 'flip', 'outbox');
    run.holdPushes = false;
    await run.page.evaluate(() => { location.hash = '#/sync'; });
    await says(run, /没送达的修改 1 处/);
    run.ledger.told = 1;
  },

  // The device's clock is ten years off, and comes back.
  async clock_off(run) {
    const TEN_YEARS = 10 * 365 * 86_400_000;
    const shift = (ms) => run.page.evaluate((by) => localStorage.setItem('campaign-shift', by), ms);
    await run.typeSome(0, 1);
    if (run.dice.oneIn(2)) run.proxy.cut();
    await shift(run.dice.oneIn(2) ? TEN_YEARS : -TEN_YEARS);
    await run.typeSome(1, 2);
    if (run.dice.oneIn(2)) {
      await run.page.close();
      run.settleConfirmed();
      run.page = await run.reopen();
      await run.typeSome(0, 1);
    }
    if (run.dice.oneIn(2)) await shift(0);
    run.proxy.mend();
    await run.typeSome(0, 1);
  },

  // The server comes back as it was before: what it took since comes again from the browser.
  async server_restored(run) {
    await run.typeSome(1, 2);
    await run.pending(0);
    await run.backUp();
    await run.typeSome(1, 2);
    await run.pending(0);
    if (run.dice.oneIn(2)) {
      run.proxy.cut();
      await run.typeSome(1, 1);
    }
    await run.restore();
    run.proxy.mend();
    await run.signInAgain();
    await run.typeSome(0, 1);
  },

  // The server ends without a word, again and again, while edits arrive.
  async server_killed(run) {
    for (let rounds = run.dice.whole(1, 3); rounds > 0; --rounds) {
      await run.typeSome(0, 1);
      await run.type({ waits: false });
      await pause(run.dice.whole(0, 400));
      await run.server.end('SIGKILL');
      await run.typeSome(0, 1);
      await run.server.launch();
    }
  },

  // The wire: cut, halved, doubled, late, in pieces.
  async network_bad(run) {
    run.isNoisy = true;
    for (let rounds = run.dice.whole(1, 2); rounds > 0; --rounds) {
      await run.typeSome(1, 2);
      if (run.dice.oneIn(2)) {
        run.proxy.cut();
        await run.typeSome(0, 1);
        run.proxy.mend();
      }
    }
    if (run.dice.oneIn(2)) await behindItsBack(run, async () => {});
  },
};
