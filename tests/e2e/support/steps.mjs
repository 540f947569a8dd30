// What people do, by the names they see.

import assert from 'node:assert/strict';

import { PATIENCE_MS } from './browser.mjs';
import { PASSWORD } from './server.mjs';

// Waits until nothing moves: no frame was drawn for longer than the mirror lags behind the canvas. Where something moves
// for good (a spinner, a blinking caret on a slow machine), until the target stays in one place.
async function steady(target) {
  const isResting = await target.page().evaluate(async () => {
    const framesNow = () => window.kedang.stats().frames;
    for (let looks = 0; looks < 5; ++looks) {
      const before = framesNow();
      await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 100))); });
      if (framesNow() === before) return true;
    }
    return false;
  });
  if (isResting) return;
  let last;
  await until(async () => {
    const before = last;
    await target.page().evaluate(() => new Promise((resolve) => {
      requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 200)));
    }));
    last = JSON.stringify(await target.boundingBox());
    return last === before;
  }, (isSame) => isSame, 'does not come to rest');
}

// A click or a tap in its middle. The canvas decides what is hit there: what is scrolled out of sight has its
// place in the mirror, too, and may lie over it.
export async function press(page, target) {
  await target.waitFor();
  await steady(target);
  await (page.isPhone ? target.tap({ force: true }) : target.click({ force: true }));
}

export const button = (page, name) => page.getByRole('button', { name, exact: true });
export const field = (page, name) => page.getByRole('textbox', { name, exact: true });
export const stats = (page) => page.evaluate(() => window.kedang.stats());

// Waits until `check` is true of what `read` gives; says the last value when it never is.
export async function until(read, check, what, patienceMs = PATIENCE_MS) {
  const end = Date.now() + patienceMs;
  for (;;) {
    const value = await read();
    if (check(value)) return value;
    assert.ok(Date.now() < end, `${what}: still ${JSON.stringify(value)?.slice(0, 2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

// Scrolls what holds the target until it stands where it can be pressed: by wheel, on the phone by a finger for the last
// part, a long way there by wheel, too (a stroke of a finger takes a quarter of a second).
export async function reach(page, target) {
  await target.waitFor({ state: 'attached' });
  const { width, height } = page.viewportSize();
  const cdp = await page.context().newCDPSession(page);
  let before = 0;
  await until(async () => {
    await steady(target);
    const box = await target.boundingBox();
    const middle = box.y + box.height / 2;
    // At the end of what scrolls it can come no nearer; above the phone's bar at the foot it can be pressed.
    const isAtEnd = middle === before && middle > height * 0.25 && middle < height - 90;
    before = middle;
    if (isAtEnd) return 0;
    const away = middle < height * 0.25 || middle > height * 0.7 ? middle - height / 2 : 0;
    if (away === 0) return 0;
    if (page.isPhone && Math.abs(away) <= 300) {
      const at = (y) => [{ x: width / 2, y }];
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(height / 2) });
      for (const share of [0.3, 0.6, 1, 1]) {
        await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(height / 2 - away * share) });
      }
      await new Promise((resolve) => setTimeout(resolve, 200));  // a finger that rests before it lifts throws nothing
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    } else {
      const x = page.isPhone ? width / 2 : Math.min(box.x + box.width / 2, width - 60);
      await page.mouse.move(x, height * 0.6);
      // The emulated ratio divides what the page is told.
      await page.mouse.wheel(0, away * await page.evaluate(() => devicePixelRatio));
    }
    return away;
  }, (away) => away === 0, 'cannot be scrolled to', 60_000);
  await cdp.detach();
}

// Opens a customer from the list: beside it on a desk, on a page of its own on a phone.
export async function openCustomer(page, name) {
  await go(page, 'customer');
  const role = page.isPhone ? 'listitem' : 'cell';
  await press(page, page.getByRole(role, { name, exact: true }));
  await page.getByRole('heading', { name, level: 2 }).waitFor();
}

// Changes one field of the open record and saves.
export async function edit(page, name, text) {
  await reach(page, field(page, name));
  await write(page, field(page, name), text);
  if (page.isPhone) await press(page, button(page, '保存'));
  else await page.keyboard.press('Enter');
}

// The toast's or dialog's button that takes the last change back.
export const undo = (page) => press(page, button(page, '撤销'));

// Types into a field what a keyboard would, after clearing it.
export async function write(page, target, text) {
  await press(page, target);
  await page.waitForFunction(() => document.activeElement?.classList.contains('agent'));
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
}

// The same through an input method: a composition that grows, then what it became.
export async function compose(page, parts, text) {
  const cdp = await page.context().newCDPSession(page);
  for (const part of parts) {
    await cdp.send('Input.imeSetComposition', { text: part, selectionStart: part.length, selectionEnd: part.length });
  }
  await cdp.send('Input.insertText', { text });
  await cdp.detach();
}

// The client has everything the server has, and the server everything of the client.
export async function settled(page) {
  await page.waitForFunction(() => {
    const now = window.kedang?.stats();
    return now && now.records > 0 && now.isCurrent;
  });
}

export const syncSays = (page, words) => page.getByRole('status', { name: '同步状态' }).filter({ hasText: words })
  .first().waitFor({ state: 'attached' });

export async function go(page, route) {
  await page.evaluate((to) => { location.hash = to; }, `#/${route}`);
}

// Signs in without the page, then opens it: for stories about something else.
export async function enter(stage, name, options = {}) {
  const page = await stage.newcomer(options);
  await page.goto(`${stage.url}healthz`);
  const status = await page.evaluate(async (who) => {
    const answer = await fetch('/auth/signin', { method: 'POST', body: JSON.stringify(who),
      headers: { 'X-Kedang': '1', 'Content-Type': 'application/json' } });
    return answer.status;
  }, { name, password: PASSWORD });
  assert.equal(status, 200);
  await page.goto(stage.url);
  await settled(page);
  return page;
}

// The shell is kept for times without network.
export async function keptForOffline(page) {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller);
}

// Picks a file by the button that asks for one.
export async function chooseFile(page, asking, name, bytes) {
  const chooser = page.waitForEvent('filechooser');
  await press(page, asking);
  await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer: bytes });
}

// What the client fetches behind its first page comes late to pages opened here from now on.
export const holdLateCode = (page, ms) => page.addInitScript((wait) => {
  const get = window.fetch.bind(window);
  window.fetch = async (url, ...rest) => {
    if (String(url).includes('kedang.late')) await new Promise((resolve) => setTimeout(resolve, wait));
    return get(url, ...rest);
  };
}, ms);
