// What every page of the client stands on, in Chromium: it opens under its own security policy, draws
// nothing while untouched, survives the loss of the graphics context, opens without network, and says so
// where it cannot run. KEDANG_URL names a running server to use instead of starting one.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

const { chromium } = createRequire(`${process.env.KEDANG_NODE_MODULES}/`)('playwright-core');
const PORT = 18431;
const BROWSER = ['--no-sandbox', '--no-first-run', '--use-angle=swiftshader', '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist'];

let browser;
let server;
let folder;
let url = process.env.KEDANG_URL;

async function startServer() {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kedang-platform-'));
  server = spawn(process.env.KEDANG_BINARY, ['--data', folder, 'serve', '--port', String(PORT)],
    { stdio: 'ignore' });
  url = `http://localhost:${PORT}/`;
  for (let i = 0; i < 100; ++i) {
    const answer = await fetch(`${url}healthz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the server did not answer /healthz within 10 s');
}

before(async () => {
  if (!url) await startServer();
  browser = await chromium.launch({ executablePath: process.env.KEDANG_CHROMIUM || '/usr/bin/chromium', args: BROWSER });
});

after(async () => {
  await browser?.close();
  server?.kill('SIGTERM');
  if (folder) fs.rmSync(folder, { recursive: true, force: true });
});

// A page of its own, with everything it complained about.
async function open(options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted/i.test(message.text())) complaints.push(message.text());
  });
  return { context, page, complaints };
}

const frames = (page) => page.evaluate(() => window.kedang.stats().frames);

async function ready(page) {
  await page.goto(url);
  await page.waitForFunction(() => window.kedang && window.kedang.stats().frames > 2);
}

// No frame for half a second.
async function settled(page) {
  let last = -1;
  for (let now = await frames(page); now !== last; now = await frames(page)) {
    last = now;
    await page.waitForTimeout(500);
  }
}

test('opens at every pixel ratio without breaking its policy', async () => {
  for (const deviceScaleFactor of [1, 1.25, 2]) {
    const { context, page, complaints } = await open({ deviceScaleFactor, viewport: { width: 900, height: 640 } });
    await ready(page);
    const canvas = await page.evaluate(() => [document.getElementById('canvas').width, innerWidth, devicePixelRatio]);
    assert.equal(canvas[0], Math.round(canvas[1] * canvas[2]));
    assert.deepEqual(complaints, []);
    await context.close();
  }
});

test('draws nothing in 5 s untouched', async () => {
  const { context, page } = await open();
  await ready(page);
  await page.mouse.move(5, 5);
  await page.evaluate(() => document.activeElement.blur());
  await settled(page);
  const start = await frames(page);
  await page.waitForTimeout(5000);
  assert.equal(await frames(page) - start, 0);
  await context.close();
});

test('draws again after the graphics context was lost', async () => {
  const { context, page, complaints } = await open({ viewport: { width: 600, height: 400 } });
  await ready(page);
  await page.evaluate(() => document.activeElement.blur());
  await settled(page);
  const picture = await page.screenshot();
  await page.evaluate(async () => {
    const extension = document.getElementById('canvas').getContext('webgl2').getExtension('WEBGL_lose_context');
    extension.loseContext();
    await new Promise((resolve) => setTimeout(resolve, 200));
    extension.restoreContext();
    await new Promise((resolve) => setTimeout(resolve, 200));
  });
  await settled(page);
  assert.ok(picture.equals(await page.screenshot()), 'the picture differs after the context came back');
  assert.deepEqual(complaints, []);
  await context.close();
});

test('says so where WebGL2 is missing', async () => {
  const { context, page } = await open();
  await page.addInitScript(() => {
    HTMLCanvasElement.prototype.getContext = () => null;
  });
  await page.goto(url);
  await page.getByRole('heading', { name: '这个浏览器打不开客档' }).waitFor();
  assert.ok(await page.getByRole('heading', { name: 'This browser cannot open Kedang' }).isVisible());
  assert.equal(await page.evaluate(() => typeof window.kedang), 'undefined');
  await context.close();
});

test('opens without network', async () => {
  const { context, page } = await open();
  await ready(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  await context.setOffline(true);
  await ready(page);
  await context.close();
});
