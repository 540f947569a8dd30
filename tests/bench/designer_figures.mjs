// How long the designer's frames take with many fields, as JSON on standard output.
//
//   node tests/bench/designer_figures.mjs [FIELDS]     default 300
//
// A schema of that many fields is published to a fresh server; then the form is scrolled, a field dragged, walked and
// typed into, and what each animation frame costs the page's thread (WebAssembly and WebGL calls) is written down.
import { desk, launch, Stage } from '../e2e/support/browser.mjs';
import { button, enter, field, go, press, stats, until, write } from '../e2e/support/steps.mjs';
import { Server } from '../e2e/support/server.mjs';
import fs from 'node:fs';

const wanted = Number(process.argv[2] ?? 300);
const types = ['text', 'integer', 'decimal', 'date', 'boolean', 'phone', 'email', 'tags'];

function bigSchema() {
  const schema = JSON.parse(fs.readFileSync('assets/schemas/customer.json', 'utf8'));
  let id = Math.max(...schema.fields.map((one) => one.id));
  for (let i = 0; schema.fields.length < wanted; ++i) {
    ++id;
    schema.fields.push({ id, key: `extra_${i}`, label: { zh: `补充字段${i}`, en: `Extra ${i}` }, type: types[i % types.length],
      group: schema.groups[i % schema.groups.length].key });
  }
  return schema;
}

function summary(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 100) / 100;
  return { frames: sorted.length, median_ms: at(0.5), p99_ms: at(0.99), worst_ms: at(1) };
}

const browser = await launch();
const server = await Server.start({ people: [{ name: 'lin.yue', display: '林悦', role: 'administrator' }], options: ['--demo'] });
const stage = new Stage(browser, desk, server);
try {
  const page = await enter(stage, 'lin.yue');
  const answer = await page.evaluate(async (schema) => {
    const headers = { 'X-Kedang': '1', 'Content-Type': 'application/json' };
    for (let base = 1; base < 5; ++base) {
      const reply = await fetch('/api/v1/schemas', { method: 'POST', headers, body: JSON.stringify({ base, schemas: [schema] }) });
      if (reply.status !== 409) return { status: reply.status, text: await reply.text() };
    }
    return { status: 409 };
  }, bigSchema());
  if (answer.status !== 200) throw new Error(JSON.stringify(answer).slice(0, 2000));
  await page.addInitScript(() => {
    window.frameTimes = [];
    const ask = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (draw) => ask((time) => {
      const started = performance.now();
      draw(time);
      window.frameTimes.push(performance.now() - started);
    });
  });
  await page.reload();
  await until(() => stats(page), (now) => now.records > 0 && now.isCurrent, 'does not start');
  await go(page, 'admin/templates/customer');
  await button(page, '比较改动').waitFor();
  await page.waitForTimeout(3000);
  const measure = async (what) => {
    await page.evaluate(() => { window.frameTimes.length = 0; });
    await what();
    return summary(await page.evaluate(() => window.frameTimes));
  };
  const result = { fields: wanted };
  result.scroll = await measure(async () => {
    await page.mouse.move(600, 500);
    for (let i = 0; i < 120; ++i) {
      await page.mouse.wheel(0, i < 60 ? 160 : -160);
      await page.waitForTimeout(16);
    }
  });
  result.walk = await measure(async () => {
    await press(page, page.getByRole('option').nth(4));
    for (let i = 0; i < 60; ++i) {
      await page.keyboard.press('ArrowDown');
      await page.waitForTimeout(16);
    }
  });
  result.drag = await measure(async () => {
    await page.mouse.move(600, 400);
    await page.mouse.down();
    for (let i = 0; i < 60; ++i) {
      await page.mouse.move(500 + (i % 20) * 8, 400 + i * 5);
      await page.waitForTimeout(16);
    }
    await page.mouse.up();
  });
  result.type = await measure(async () => {
    await write(page, field(page, '名称'), '甲');
    for (let i = 0; i < 40; ++i) {
      await page.keyboard.insertText('字');
      await page.waitForTimeout(30);
    }
  });
  console.log(JSON.stringify(result));
} finally {
  await stage.close();
  await browser.close();
}
