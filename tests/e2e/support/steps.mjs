// What people do, by the names they see.

import assert from 'node:assert/strict';

import { PASSWORD } from './server.mjs';

// A click or a tap.
export const press = (page, target) => (page.isPhone ? target.tap() : target.click());

export const button = (page, name) => page.getByRole('button', { name, exact: true });
export const field = (page, name) => page.getByRole('textbox', { name, exact: true });
export const stats = (page) => page.evaluate(() => window.kedang.stats());

// Waits until `check` is true of what `read` gives; says the last value when it never is.
export async function until(read, check, what, patienceMs = 15_000) {
  const end = Date.now() + patienceMs;
  for (;;) {
    const value = await read();
    if (check(value)) return value;
    assert.ok(Date.now() < end, `${what}: still ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

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

// The client has everything the server has.
export async function settled(page) {
  await page.waitForFunction(() => window.kedang?.stats().records > 0);
  await syncSays(page, /^(已同步|冲突 \d+)$/);
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

// Picks a file on the import page.
export async function chooseFile(page, name, bytes) {
  const chooser = page.waitForEvent('filechooser');
  await press(page, button(page, '选择文件'));
  await (await chooser).setFiles({ name, mimeType: 'text/csv', buffer: bytes });
}
