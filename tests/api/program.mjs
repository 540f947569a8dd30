// The real program on a free port with a data directory of its own, and requests against it.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const binary = process.env.KEDANG_BINARY ?? 'build/release/kedang';

// Starts `kedang serve`; resolves when it says its address. `link` is undefined when none was printed.
export async function serve({ data, options = [] } = {}) {
  const own = data === undefined;
  const directory = data ?? fs.mkdtempSync(path.join(os.tmpdir(), 'kedang-api-'));
  const child = spawn(binary, ['serve', '--port', '0', '--data', directory, ...options],
    { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve({ code, signal })));
  let output = '';
  let errors = '';
  child.stderr.on('data', (text) => { errors += text; });
  const port = await new Promise((resolve, reject) => {
    child.stdout.on('data', (text) => {
      output += text;
      const address = /served on https?:\/\/[^:]+:(\d+)\n/.exec(output);
      // The link, where there is one, is printed together with the address.
      if (address) setTimeout(() => resolve(Number(address[1])), 200);
    });
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`kedang ended with ${code}: ${errors}`)));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    const result = await ended;
    if (own) fs.rmSync(directory, { recursive: true, force: true });
    return result;
  };
  return {
    port, directory, stop, ended,
    link: /#\/signin\/([\w-]+)/.exec(output)?.[1],
    signal: (name) => child.kill(name),
    request: (method, target, init) => request(port, method, target, init),
    raw: (bytes, waitMs) => raw(port, bytes, waitMs),
  };
}

// One request; the answer as {status, headers, body (Buffer), text, json()}.
export function request(port, method, target, { headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const call = http.request({ host: '127.0.0.1', port, method, path: target, agent: false,
      headers: { ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }), ...headers } });
    call.on('response', (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => {
        const bytes = Buffer.concat(parts);
        resolve({ status: answer.statusCode, headers: answer.headers, body: bytes, text: bytes.toString(),
          json: () => JSON.parse(bytes.toString()) });
      });
    });
    call.on('error', reject);
    call.end(body);
  });
}

// Bytes as they are; all that comes back until the server closes or `waitMs` pass.
export function raw(port, bytes, waitMs = 1500) {
  return new Promise((resolve) => {
    let text = '';
    const socket = net.connect(port, '127.0.0.1', () => socket.write(bytes));
    const finish = (closed) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ text, closed, status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0),
        answers: text.split('HTTP/1.1 ').length - 1 });
    };
    const timer = setTimeout(() => finish(false), waitMs);
    socket.on('data', (data) => { text += data.toString('latin1'); });
    socket.on('close', () => finish(true));
    socket.on('error', () => {});
  });
}

export const auth = { 'X-Kedang': '1', 'Content-Type': 'application/json' };
export const sync = { 'X-Kedang': '1', 'Content-Type': 'application/x-kedang' };

// The Cookie header for the cookies an answer set.
export const cookieOf = (answer) => (answer.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ');
