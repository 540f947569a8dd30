// KeptBrowser: Chromium with its profile on the disk, as a process of our own: it can be killed and opened again.

import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

import { ARGUMENTS, MODULES } from '../support/browser.mjs';

const EXECUTABLE = process.env.KEDANG_CHROMIUM || '/usr/bin/chromium';
const VIEWPORT = { width: 1280, height: 800 };

export class KeptBrowser {
  static async open(profile) {
    const browser = new KeptBrowser();
    // A group of its own, so that all of its processes can be ended together.
    browser.process = spawn(EXECUTABLE, ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, '--lang=zh-CN',
      '--no-default-browser-check', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--disable-features=Translate', '--password-store=basic', `--window-size=${VIEWPORT.width},${VIEWPORT.height}`, ...ARGUMENTS, 'about:blank'],
    { detached: true, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, TZ: 'Asia/Shanghai', LANGUAGE: 'zh_CN' } });
    browser.ended = new Promise((resolve) => browser.process.on('exit', resolve));
    const { chromium } = createRequire(`${MODULES}/`)('playwright-core');
    browser.cdp = await chromium.connectOverCDP(await browser.#address());
    [browser.context] = browser.cdp.contexts();
    return browser;
  }

  #address() {
    return new Promise((resolve, reject) => {
      let said = '';
      this.process.stderr.on('data', (text) => {
        said += text;
        const found = /DevTools listening on (ws:\S+)/.exec(said);
        if (found) resolve(found[1]);
      });
      this.process.on('exit', (code) => reject(new Error(`Chromium ended with ${code}: ${said.slice(-2000)}`)));
    });
  }

  async newPage() {
    const page = await this.context.newPage();
    await page.setViewportSize(VIEWPORT);
    return page;
  }

  // All of it, at once.
  async kill() {
    try { process.kill(-this.process.pid, 'SIGKILL'); } catch { /* it is gone already */ }
    await this.ended;
    await this.cdp.close().catch(() => {});
  }
}
