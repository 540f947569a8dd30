import assert from 'node:assert/strict';
import { test } from 'node:test';

import { outline } from './make_icons.mjs';

const svg = (body) => `<svg viewBox="0 0 24 24">${body}</svg>`;

const rows = [
  ['<path d="M20 6 9 17l-5-5" />', 'M20 6 9 17l-5-5'],
  ['<path d="M1 1h2" /><path d="m3 4 5 6" />', 'M1 1h2M3 4l5 6'],
  ['<path d="m3-4-5 6z" />', 'M3 -4l-5 6z'],
  ['<path d="m3 4v5" />', 'M3 4v5'],
  ['<line x1="1" x2="2.5" y1="3" y2="4" />', 'M1 3L2.5 4'],
  ['<circle cx="12" cy="12" r="10" />', 'M2 12a10 10 0 1 0 20 0a10 10 0 1 0 -20 0z'],
  ['<rect width="4" height="6" x="1" y="2" />', 'M1 2h4v6h-4z'],
  ['<rect width="4" height="6" x="1" y="2" rx="1" />',
    'M2 2h2a1 1 0 0 1 1 1v4a1 1 0 0 1 -1 1h-2a1 1 0 0 1 -1 -1v-4a1 1 0 0 1 1 -1z'],
  ['<polyline points="1,2 3,4 5 6" />', 'M1 2L3 4 5 6'],
  ['<polygon points="1 2 3 4 5 6" />', 'M1 2L3 4 5 6z'],
];

test('every element becomes an outline', () => {
  for (const [body, expected] of rows) assert.equal(outline(svg(body)), expected, body);
});

test('what is no outline is refused', () => {
  assert.throws(() => outline(svg('<text x="1">A</text>')), /<text>/);
  assert.throws(() => outline(svg('')), /no outline/);
  assert.throws(() => outline('<svg viewBox="0 0 16 16"><path d="M1 1h2" /></svg>'), /24 by 24/);
});
