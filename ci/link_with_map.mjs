// Runs a linker and keeps the map it prints (em++ takes --print-map, but no --Map) in a file:
//
//   node ci/link_with_map.mjs MAP COMMAND…

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

const [map, command, ...rest] = process.argv.slice(2);
const file = fs.openSync(map, 'w');
const { status } = spawnSync(command, rest, { stdio: ['ignore', file, 'inherit'] });
fs.closeSync(file);
process.exit(status ?? 1);
