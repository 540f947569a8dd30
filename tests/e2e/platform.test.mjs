// What every page of the client stands on: it opens under its own security policy at every pixel ratio, survives the
// loss of the graphics context, opens without network, and says so where it cannot run.

import assert from 'node:assert/strict';

import { desk } from './support/browser.mjs';
import { story } from './support/story.mjs';
import { button, enter, field, keptForOffline, openCustomer, press, settled, stats, until } from './support/steps.mjs';
import { csvOf, customers } from './support/customers.mjs';

const world = { people: [{ name: 'lin.yue', display: '林悦' }], csv: csvOf(customers(3)) };

async function ready(stage, page) {
  await page.goto(stage.url);
  await page.waitForFunction(() => window.kedang?.stats().frames > 2);
}

// No frame for 700 ms: longer than a caret rests. What took the focus meanwhile gives it back.
async function atRest(page) {
  let last = -1;
  await until(async () => {
    await page.evaluate(() => document.activeElement?.blur());
    await page.waitForTimeout(700);
    const before = last;
    last = (await stats(page)).frames;
    return last - before;
  }, (drawn) => drawn === 0, 'the page does not come to rest', 30_000);
}

for (const deviceScaleFactor of [1, 1.25, 2]) {
  story(`opens at pixel ratio ${deviceScaleFactor} without breaking its policy`, {}, async (stage) => {
    const page = await stage.newcomer({ deviceScaleFactor, viewport: { width: 900, height: 640 } });
    await ready(stage, page);
    const [pixels, width, ratio] = await page.evaluate(() =>
      [document.getElementById('canvas').width, innerWidth, devicePixelRatio]);
    assert.equal(pixels, Math.round(width * ratio));
  }, [desk]);
}

for (const deviceScaleFactor of [1, 2]) {
  story(`a wheel scrolls as far as the browser says at pixel ratio ${deviceScaleFactor}`, world, async (stage) => {
    const page = await enter(stage, 'lin.yue', { deviceScaleFactor });
    await openCustomer(page, '宁波远帆海运有限公司');
    const phone = field(page, '手机');
    const top = () => phone.boundingBox().then((box) => box.y);
    const before = await top();
    await page.evaluate(() => addEventListener('wheel', ({ deltaY }) => { window.turned = deltaY; }, { capture: true, once: true }));
    await page.mouse.move(1300, 500);
    await page.mouse.wheel(0, 240);
    await page.waitForFunction(() => window.turned > 0);
    const away = await page.evaluate(() => window.turned);
    await until(top, (now) => Math.abs(before - now - away) < 4, `${before} moves up by ${away}`);
  }, [desk]);
}

story('draws again after the graphics context was lost', {}, async (stage) => {
  const page = await stage.newcomer();
  await ready(stage, page);
  await atRest(page);
  const picture = await page.screenshot();
  await page.evaluate(async () => {
    const extension = document.getElementById('canvas').getContext('webgl2').getExtension('WEBGL_lose_context');
    extension.loseContext();
    await new Promise((resolve) => setTimeout(resolve, 200));
    extension.restoreContext();
    await new Promise((resolve) => setTimeout(resolve, 200));
  });
  await atRest(page);
  assert.ok(picture.equals(await page.screenshot()), 'the picture differs after the context came back');
});

story('a field that loses the keyboard as soon as it has it is not edited', {}, async (stage) => {
  const page = await stage.newcomer();
  await page.addInitScript(() => addEventListener('focus', ({ target }) => {
    if (!target.classList?.contains('agent') || window.hasLost) return;
    window.hasLost = true;
    setTimeout(() => target.blur(), 0);  // before another frame is drawn
  }, true));
  await ready(stage, page);
  await page.waitForFunction(() => window.hasLost);
  // A caret would blink.
  let last = -1;
  await until(async () => {
    await page.waitForTimeout(1200);
    const before = last;
    last = (await stats(page)).frames;
    return last - before;
  }, (drawn) => drawn === 0, 'the page does not come to rest', 10_000);
}, [desk]);

story('says so where WebGL2 is missing', {}, async (stage) => {
  const page = await stage.newcomer();
  await page.addInitScript(() => {
    HTMLCanvasElement.prototype.getContext = () => null;
  });
  await page.goto(stage.url);
  await page.getByRole('heading', { name: '这个浏览器打不开客档' }).waitFor();
  assert.ok(await page.getByRole('heading', { name: 'This browser cannot open Kedang' }).isVisible());
  assert.equal(await page.evaluate(() => typeof window.kedang), 'undefined');
});

story('says so when a part of the client cannot be fetched, and opens later', world, async (stage) => {
  const page = await enter(stage, 'lin.yue', { serviceWorkers: 'block' });
  await page.route('**/kedang.late*', (route) => route.abort());
  await page.reload();
  await page.getByRole('alert', { name: '没能打开' }).waitFor();
  await page.unroute('**/kedang.late*');
  await press(page, button(page, '重试'));
  await settled(page);
}, [desk]);

story('opens without network', {}, async (stage) => {
  const page = await stage.newcomer();
  await ready(stage, page);
  await keptForOffline(page);
  await page.context().setOffline(true);
  await ready(stage, page);
});
