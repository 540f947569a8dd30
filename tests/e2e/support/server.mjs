// The real program on a free port with a data directory of its own, people and customers.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const BINARY = process.env.KEDANG_BINARY ?? 'build/release/kedang';

// Everybody's in these tests.
export const PASSWORD = '轻舟已过万重山 2026';

// Runs one command to its end; resolves with its standard output.
export function run(args, input = '') {
  return new Promise((resolve, reject) => {
    const child = spawn(BINARY, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.on('data', (text) => { output += text; });
    child.stderr.on('data', (text) => { errors += text; });
    child.on('exit', (code) => (code === 0 ? resolve(output) : reject(new Error(`kedang ${args[0]}: ${errors || output}`))));
    child.stdin.end(input);
  });
}

export class Server {
  // `people`: [{name, display, role, cap, offline}], the last what their browsers keep; `csv`: customers to import before the start,
  // `tables`: [{schema, csv, options}] behind them, with more of `kedang import`; `options`: more of `kedang serve`.
  static async start({ people = [], csv = '', tables = [], options = [] } = {}) {
    const server = new Server();
    server.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kedang-e2e-'));
    server.options = options;
    const data = path.join(server.folder, 'data');
    if (csv) {
      const file = path.join(server.folder, 'customers.csv');
      fs.writeFileSync(file, csv);
      await run(['import', '--quiet', '--data', data, file]);
    }
    for (const { schema, csv: rows, options: more = [] } of tables) {
      const file = path.join(server.folder, `${schema}.csv`);
      fs.writeFileSync(file, rows);
      await run(['import', '--quiet', '--data', data, '--schema', schema, ...more, file]);
    }
    for (const { name, display, role = 'member', cap = 0, offline = 'plain' } of people) {
      await run(['user', 'add', '--data', data, '--display', display, '--role', role, '--cap', String(cap), '--offline', offline, name],
        `${PASSWORD}\n`);
    }
    await server.launch();
    return server;
  }

  get data() { return path.join(this.folder, 'data'); }

  // On what the data directory holds; on another port each time.
  async launch() {
    const link = path.join(this.folder, 'link.txt');
    this.process = spawn(BINARY, ['serve', '--port', '0', '--data', this.data, '--sign-in-link-file', link, ...this.options],
      { stdio: ['ignore', 'pipe', 'pipe'] });
    this.port = await this.#listening();
    this.url = `http://localhost:${this.port}/`;
    this.link = fs.existsSync(link) ? fs.readFileSync(link, 'utf8').trim() : undefined;
  }

  // The port, once the program said it.
  #listening() {
    return new Promise((resolve, reject) => {
      let said = '';
      const read = (text) => {
        said += text;
        const port = /served on https?:\/\/[^:\s]+:(\d+)/.exec(said)?.[1];
        if (port) resolve(Number(port));
      };
      this.process.stdout.on('data', read);
      this.process.stderr.on('data', read);
      this.process.on('exit', (code) => reject(new Error(`kedang serve ended with ${code}: ${said}`)));
    });
  }

  // Ends the program and leaves its data: SIGTERM asks it to, SIGKILL does not.
  async end(signal = 'SIGTERM') {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.process.on('exit', resolve));
    this.process.kill(signal);
    await ended;
  }

  async stop() {
    await this.end();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
