// The repository's own text files, as paths from its root: what git tracks or would track.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const SKIPPED = new Set(['.git', 'build', 'node_modules', 'kedang-data']);

function walk(root, directory, found) {
  for (const entry of fs.readdirSync(path.join(root, directory), { withFileTypes: true })) {
    if (SKIPPED.has(entry.name)) continue;
    const name = directory ? `${directory}/${entry.name}` : entry.name;
    if (entry.isDirectory()) walk(root, name, found);
    else found.push(name);
  }
  return found;
}

// Outside a git checkout (a source archive) the tree itself is the list.
export function sourceFiles(root) {
  try {
    return execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
      { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .split('\0').filter((file) => file && fs.existsSync(path.join(root, file))).sort();
  } catch {
    return walk(root, '', []).sort();
  }
}
