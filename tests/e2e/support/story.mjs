// A story is one test told on a desk and on a phone, with a server and browsers of its own. What it leaves on
// the screen when it fails is saved below build/e2e/.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { desk, launch, phone, Stage } from './browser.mjs';
import { Server } from './server.mjs';

let browser;

// Registers `body(stage)` for the desk and the phone. `world` is what Server.start takes.
export function story(title, world, body, profiles = [desk, phone]) {
  for (const profile of profiles) {
    test(`${title}, ${profile.name}`, { timeout: 150_000 }, async () => {
      const stage = new Stage(browser, profile, await Server.start(world));
      try {
        await body(stage);
        assert.deepEqual(stage.complaints, []);
      } catch (error) {
        await stage.capture(`${title}-${profile.name}`);
        throw error;
      } finally {
        await stage.close();
      }
    });
  }
}

before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });
