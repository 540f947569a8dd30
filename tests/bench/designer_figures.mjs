// How long the designer's frames take with many fields, as JSON on standard output.
//
//   node tests/bench/designer_figures.mjs [FIELDS]     default 300
//
// A schema of that many fields is published to a fresh server; then the form is scrolled, a field dragged, walked and
// typed into, and what each animation frame costs the page's thread is written down in two parts: `drawing` is the time
// inside WebGL calls, which a browser without a graphics processor draws in software, `client` is all the rest, the
// client's own code. `between` is what timers and messages cost outside frames, as the mirror for screen readers.
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
  return { median_ms: at(0.5), p99_ms: at(0.99), worst_ms: at(1) };
}

// Runs in the page before its own scripts.
function watch() {
  const now = performance.now.bind(performance);
  const times = window.frameTimes = { frames: [], drawing: [], client: [], between: [], calls: {} };
  let drawing = 0;
  const context = WebGL2RenderingContext.prototype;
  for (const name of Object.getOwnPropertyNames(context)) {
    const given = Object.getOwnPropertyDescriptor(context, name);
    if (typeof given.value !== 'function' || name === 'constructor') continue;
    context[name] = function(...values) {
      const started = now();
      const answer = given.value.apply(this, values);
      const took = now() - started;
      drawing += took;
      times.calls[name] = (times.calls[name] ?? 0) + took;
      return answer;
    };
  }
  const ask = window.askFrame = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (draw) => ask((time) => {
    drawing = 0;
    const started = now();
    draw(time);
    const took = now() - started;
    times.frames.push(took);
    times.drawing.push(drawing);
    times.client.push(took - drawing);
  });
  const later = window.setTimeout.bind(window);
  window.setTimeout = (work, delay, ...values) => later(() => {
    const started = now();
    work(...values);
    times.between.push(now() - started);
  }, delay);
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
  await page.addInitScript(watch);
  await page.reload();
  await until(() => stats(page), (now) => now.records > 0 && now.isCurrent, 'does not start');
  await go(page, 'admin/templates/customer');
  await button(page, '比较改动').waitFor();
  // What happens once after the start, like the index of what is searched, is not what is measured.
  for (let before = -1, now = 0; before !== now; now = (await stats(page)).frames) {
    before = now;
    await page.waitForTimeout(1500);
  }
  const drawn = () => page.evaluate(() => new Promise((resolve) => { window.askFrame(() => resolve()); }));
  const measure = async (what) => {
    await page.evaluate(() => {
      for (const part of Object.values(window.frameTimes)) part.length = 0;
      window.frameTimes.calls = {};
    });
    await what();
    const times = await page.evaluate(() => window.frameTimes);
    const dearest = Object.entries(times.calls).sort((a, b) => b[1] - a[1])[0];
    return { frames: times.frames.length, client: summary(times.client), drawing: summary(times.drawing), whole: summary(times.frames),
      between: summary(times.between), dearest_call: dearest?.[0] };
  };
  const result = { fields: wanted };
  result.scroll = await measure(async () => {
    await page.mouse.move(600, 500);
    for (let i = 0; i < 120; ++i) {
      await page.mouse.wheel(0, i < 60 ? 160 : -160);
      await drawn();
    }
  });
  result.walk = await measure(async () => {
    await press(page, page.getByRole('option').nth(4));
    for (let i = 0; i < 60; ++i) {
      await page.keyboard.press('ArrowDown');
      await drawn();
    }
  });
  result.drag = await measure(async () => {
    await page.mouse.move(600, 400);
    await page.mouse.down();
    for (let i = 0; i < 60; ++i) {
      await page.mouse.move(500 + (i % 20) * 8, 400 + i * 5);
      await drawn();
    }
    await page.mouse.up();
  });
  result.type = await measure(async () => {
    await write(page, field(page, '名称'), '甲');
    for (let i = 0; i < 40; ++i) {
      await page.keyboard.insertText('字');
      await drawn();
    }
  });
  console.log(JSON.stringify(result));
} finally {
  await stage.close();
  await browser.close();
}
