// FaultRun: one seeded run of the campaign: the real server behind the proxy of faults, Chromium with a profile on disk, one
// person who types, and the ledger of what was confirmed to them.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { Dice } from '../../support/dice.mjs';
import { FaultProxy } from '../../support/fault_proxy.mjs';
import { cookieOf, request } from '../../api/program.mjs';
import { csvOf, customers } from '../support/customers.mjs';
import { PASSWORD, run, Server } from '../support/server.mjs';
import { field, openCustomer, reach, until, write } from '../support/steps.mjs';
import { KeptBrowser } from './kept_browser.mjs';
import { Ledger } from './ledger.mjs';

const PERSON = 'lin.yue';
const PATIENCE_MS = 90_000;
// Text fields of a customer that take any text. They alternate, so that the page says something else after each.
const FIELDS = [['登记类型', 'registration_type'], ['注册资金', 'capital']];

// In every page: what it says, and a clock that may be years off.
function spy() {
  const now = Date.now.bind(Date);
  const shift = () => Number(localStorage.getItem('campaign-shift') ?? 0);
  const RealDate = Date;
  const moved = () => { try { return now() + shift(); } catch { return now(); } };
  window.Date = class extends RealDate {
    constructor(...given) { given.length === 0 ? super(moved()) : super(...given); }
    static now() { return moved(); }
  };
  let shown = new Set();
  const look = () => {
    const text = document.body?.innerText ?? '';
    const said = ['aria-label', 'aria-description'].flatMap((name) => [...document.querySelectorAll(`[${name}]`)]
      .map((element) => element.getAttribute(name)));
    const now = new Set([...text.split('\n'), ...said].filter((line) => /已保存|没上传|有损坏|清掉了|没送达|没有存下|读不出来/.test(line)));
    for (const line of now) if (!shown.has(line)) window.campaignHeard?.(line);
    shown = now;
  };
  setInterval(look, 30);
}

export class FaultRun {
  static async start(seed, { isNoisy }) {
    const story = new FaultRun();
    story.seed = seed;
    story.dice = new Dice(seed);
    story.wire = new Dice(seed ^ 0x5eed);  // of its own: how many requests there are is the browser's
    story.ledger = new Ledger(seed);
    story.heard = [];
    story.complaints = [];
    story.names = customers(12).map(([name]) => name);
    story.isNoisy = isNoisy;
    story.server = await Server.start({ people: [{ name: PERSON, display: '林悦', role: 'administrator' }], csv: csvOf(customers(12)) });
    story.proxy = await FaultProxy.start({ target: () => story.server.port, plan: (asked) => story.#fault(asked) });
    story.profile = fs.mkdtempSync(path.join(os.tmpdir(), 'kedang-profile-'));
    await story.openBrowser();
    story.page = await story.enter();
    return story;
  }

  // Of what the wire does where a run is noisy; the assets and the sign-in arrive.
  #fault({ path: asked }) {
    if (this.holdPushes && asked === '/sync/push') return { up: 0 };
    if (!this.isNoisy || !asked.startsWith('/sync/') || !this.wire.oneIn(3)) return undefined;
    const how = this.wire.pick(['reset', 'end', 'half']);
    return this.wire.pick([{ delayMs: this.wire.whole(50, 800) }, { twice: true }, { up: this.wire.whole(0, 600), how },
      { down: this.wire.whole(0, 400), how }, { dripMs: 5 }, { down: this.wire.whole(200, 3000), how }]);
  }

  async openBrowser() {
    this.browser = await KeptBrowser.open(this.profile);
    this.context = this.browser.context;
    this.context.setDefaultTimeout(PATIENCE_MS);
    await this.context.exposeBinding('campaignHeard', (source, line) => { this.heard.push(line); });
    await this.context.addInitScript(spy);
    this.context.on('page', (page) => page.on('pageerror', (error) => this.complaints.push(String(error))));
  }

  // A page without the client, at the same origin: what is in the browser can be looked at and damaged there.
  async quietPage() {
    const page = await this.browser.newPage();
    await until(async () => page.goto(`${this.proxy.url}healthz`).then(() => true, () => false), (isOpen) => isOpen, 'no page', PATIENCE_MS);
    return page;
  }

  async enter() {
    const page = await this.quietPage();
    await this.signIn(page);
    return this.open(page);
  }

  // With a network or without.
  async reopen() { return this.open(await this.browser.newPage()); }

  // Sessions end with the server that gave them.
  async signInAgain() {
    const keeper = await this.closeTabs();
    this.settleConfirmed();
    await this.signIn(keeper);
    this.page = await this.open(keeper);
  }

  async backUp() {
    await run(['backup', path.join(this.server.folder, 'backup.kedang'), '--data', this.server.data, '--key-file', path.join(this.server.folder, 'key')]);
  }
  // The server as it was then, in the place of the one that is.
  async restore() {
    await this.server.end();
    await run(['restore', path.join(this.server.folder, 'backup.kedang'), '--data', this.server.data, '--replace', '--key-file',
      path.join(this.server.folder, 'key')]);
    await this.server.launch();
  }

  async signIn(page) {
    await until(() => page.evaluate(async (who) => (await fetch('/auth/signin', { method: 'POST', body: JSON.stringify(who),
      headers: { 'X-Kedang': '1', 'Content-Type': 'application/json' } }).catch(() => ({ status: 0 }))).status,
    { name: PERSON, password: PASSWORD }), (status) => status === 200, 'cannot sign in', PATIENCE_MS);
  }

  // The client, with its list on the screen.
  async open(page) {
    await page.goto(this.proxy.url).catch(() => {});
    await page.waitForFunction(() => window.kedang?.stats().records > 0);
    // The shell is kept for times without a server.
    await page.evaluate(() => navigator.serviceWorker.ready);
    return page;
  }

  // One edit through the page. Resolves when the page said that it is saved, unless it is not waited for.
  async type({ page = this.page, waits = true } = {}) {
    const number = this.ledger.edits.length;
    const [label, key] = FIELDS[number % FIELDS.length];
    const edit = this.ledger.add(this.names[Math.floor(number / FIELDS.length) % this.names.length], label, key);
    await openCustomer(page, edit.customer);
    await reach(page, field(page, label));
    await write(page, field(page, label), edit.text);
    const before = this.heard.length;
    await page.keyboard.press('Enter');
    edit.hasArrived = () => this.heard.slice(before).some((line) => line.includes(`已保存${label}`));
    if (waits) {
      await until(() => edit.hasArrived(), (isThere) => isThere, `edit ${edit.number} is not confirmed`, PATIENCE_MS);
      edit.confirmed = true;
    }
    return edit;
  }

  async typeSome(first, last) {
    for (let left = this.dice.whole(first, last); left > 0; --left) await this.type();
  }

  // What nobody waited for counts when the page said it after all.
  settleConfirmed() {
    for (const edit of this.ledger.edits) edit.confirmed ||= edit.hasArrived?.() ?? false;
  }

  stats(page = this.page) { return page.evaluate(() => window.kedang?.stats()).catch(() => undefined); }

  async pending(count) {
    await until(() => this.stats(), (now) => now?.pending === count, `${count} edits wait`, PATIENCE_MS);
  }

  // No tab is left; the browser goes on.
  async closeTabs() {
    const keeper = await this.quietPage();
    for (const page of this.context.pages()) if (page !== keeper) await page.close();
    return keeper;
  }

  // As a crash takes a tab: the process that draws it ends in the middle of whatever it does.
  async crashTab() {
    const gone = this.page.waitForEvent('crash').catch(() => {});
    const cdp = await this.context.newCDPSession(this.page);
    cdp.send('Page.crash').catch(() => {});
    await gone;
    this.settleConfirmed();
    await this.page.close().catch(() => {});
  }

  // As a power cut takes the browser: all its processes end at once. Its sign-in may not have been on the disk yet.
  async killBrowser() {
    await this.browser.kill();
    this.settleConfirmed();
    await this.openBrowser();
  }

  // Rows of the browser's stores as text, in which the typed texts can be found.
  async rows(page) {
    return page.evaluate(async () => {
      const promised = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const found = (await indexedDB.databases()).find(({ name }) => name.startsWith('kedang-'));
      if (!found) return {};
      const database = await promised(indexedDB.open(found.name));
      const rows = {};
      for (const store of ['outbox', 'tray']) {
        const values = await promised(database.transaction(store).objectStore(store).getAll());
        rows[store] = values.map((value) => new TextDecoder().decode(value));
      }
      database.close();
      return rows;
    });
  }

  // The customers as the server has them, asked directly.
  async served() {
    const headers = { 'X-Kedang': '1', 'Content-Type': 'application/json' };
    const signedIn = await request(this.server.port, 'POST', '/auth/signin', { headers, body: JSON.stringify({ name: PERSON, password: PASSWORD }) });
    const listed = await request(this.server.port, 'GET', '/api/v1/records/customer?limit=100', { headers: { Cookie: cookieOf(signedIn) } });
    return new Map(listed.json().records.map((record) => [record.title, record.fields]));
  }

  // Everything works again: what waits goes up, then every confirmed edit is looked for.
  async judge() {
    this.isNoisy = false;
    this.holdPushes = false;
    this.proxy.mend();
    if (this.page.isClosed()) this.page = await this.enter();
    const settled = await until(() => this.stats(), (now) => now?.isCurrent && now.pending === 0, 'does not come to rest', PATIENCE_MS)
      .then(() => true, () => false);
    this.settleConfirmed();
    const places = this.ledger.judge(await this.served(), await this.rows(this.page));
    return { places, settled, complaints: this.complaints };
  }

  async stop() {
    await this.browser.kill();
    await this.proxy.stop();
    await this.server.stop();
    fs.rmSync(this.profile, { recursive: true, force: true });
  }
}
