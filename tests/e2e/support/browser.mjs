// Chromium as people have it: on a desk and on a phone.

import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
export const MODULES = process.env.KEDANG_NODE_MODULES ?? path.join(ROOT, 'build/deps/node/node_modules');
export const ARGUMENTS = ['--no-sandbox', '--no-first-run', '--use-angle=swiftshader', '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist'];

// How long a story waits for what should come soon; more on a machine that does much else.
export const PATIENCE_MS = Number(process.env.KEDANG_PATIENCE_MS ?? 15_000);

// As large as people have them, in fewer pixels: a machine without a graphics card spends most of a story on filling them.
export const desk = { name: 'desk', isPhone: false, viewport: { width: 1440, height: 900 }, deviceScaleFactor: 0.5 };
export const phone = { name: 'phone', isPhone: true, viewport: { width: 390, height: 844 }, deviceScaleFactor: 1,
  hasTouch: true, isMobile: true };

export function launch() {
  const { chromium } = createRequire(`${MODULES}/`)('playwright-core');
  return chromium.launch({ executablePath: process.env.KEDANG_CHROMIUM || '/usr/bin/chromium', args: ARGUMENTS });
}

// A server, a browser and the browser contexts that one story opened.
export class Stage {
  constructor(browser, profile, server) {
    this.browser = browser;
    this.profile = profile;
    this.isPhone = profile.isPhone;
    this.server = server;
    this.contexts = [];
    this.complaints = [];
  }

  get url() { return this.server.url; }

  // An empty page in a browser of its own: no session, no data.
  async newcomer(options = {}) {
    const { name, isPhone, ...device } = this.profile;
    const context = await this.browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...device, ...options });
    context.setDefaultTimeout(PATIENCE_MS);
    this.contexts.push(context);
    return this.pageIn(context);
  }

  // One more tab of that browser.
  async pageIn(context) {
    const page = await context.newPage();
    page.isPhone = this.isPhone;
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      if (/Content Security Policy|Trusted|needed early/i.test(message.text())) this.complaints.push(message.text());
    });
    return page;
  }

  // Saves what every page shows, as a picture and as its mirror, below build/e2e/.
  async capture(title) {
    const folder = path.join(ROOT, 'build/e2e');
    fs.mkdirSync(folder, { recursive: true });
    const pages = this.contexts.flatMap((context) => context.pages());
    for (const [number, page] of pages.entries()) {
      const name = path.join(folder, `${title.replaceAll(/[^\w]+/g, '-')}-${number + 1}`);
      await page.screenshot({ path: `${name}.png` }).catch(() => {});
      const mirror = await page.locator('body').ariaSnapshot().catch(() => '');
      fs.writeFileSync(`${name}.yaml`, mirror);
    }
  }

  async close() {
    for (const context of this.contexts) await context.close();
    await this.server.stop();
  }
}
