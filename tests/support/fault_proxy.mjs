// FaultProxy: a network that misbehaves, between a real client and the real server. It passes TCP on byte by byte and asks
// `plan` at every request what happens to it; everything else arrives as it was sent. A fault is an object of:
//   delayMs   the request is passed on only then
//   dripMs    it and its answer go on in pieces of a few hundred bytes, one every so many milliseconds
//   twice     the same bytes also reach the server over a connection of their own, whose answer nobody hears
//   up, down  after so many bytes of the request (of its answer) have passed, `how` happens; 0: before the first
//   how       'reset' both sides at once (the default), 'end' both sides in order, 'half' only the receiving side in order
//             while the other stays open, 'stall': nothing passes any more in that direction, and nobody is told

import net from 'node:net';

const DRIP_BYTES = 256;
const REQUEST = /^(GET|POST|HEAD) (\S+) HTTP\/1\.1\r\n/;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// One direction of a connection: bytes in order, through delays, until it is cut.
class Stream {
  constructor(from, to, cut) {
    this.from = from;
    this.to = to;
    this.cut = cut;
    this.left = Infinity;  // bytes until the cut
    this.how = 'reset';
    this.dripMs = 0;
    this.isStalled = false;
    this.turn = Promise.resolve();
    to.on('drain', () => from.resume());
  }

  // Faults of the next bytes.
  arm({ after, how, dripMs }) {
    this.left = after ?? Infinity;
    this.how = how ?? 'reset';
    this.dripMs = dripMs ?? 0;
  }

  pass(bytes, delayMs = 0) {
    this.turn = this.turn.then(async () => {
      if (delayMs > 0) await pause(delayMs);
      if (this.left === 0) return this.strike();
      for (let at = 0; at < bytes.length && !this.isStalled;) {
        const size = Math.min(bytes.length - at, this.dripMs > 0 ? DRIP_BYTES : Infinity, this.left);
        if (size > 0 && !this.to.destroyed && !this.to.write(bytes.subarray(at, at + size))) this.from.pause();
        at += size;
        this.left -= size;
        if (this.left <= 0) return this.strike();
        if (this.dripMs > 0) await pause(this.dripMs);
      }
    });
  }

  strike() {
    if (this.isStalled) return;
    this.isStalled = true;
    if (this.how === 'half') this.to.end();
    else if (this.how !== 'stall') this.cut(this.how);
  }

  finish() { this.turn = this.turn.then(() => { if (!this.isStalled) this.to.end(); }); }
}

// A socket that was ended already cannot be reset any more: the attempt leaves a handle that spins for ever.
function reset(socket) {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}

export class FaultProxy {
  // `target()`: the server's port of now, so that it may be started anew. `plan({method, path, number})`: a fault or nothing.
  static async start({ target, plan }) {
    const proxy = new FaultProxy();
    proxy.target = target;
    proxy.plan = plan ?? (() => undefined);
    proxy.isCut = false;
    proxy.requests = 0;
    proxy.struck = [];  // what happened: {path, fault}
    proxy.sockets = new Set();
    proxy.server = net.createServer({ allowHalfOpen: true, noDelay: true }, (client) => proxy.#join(client));
    await new Promise((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    proxy.port = proxy.server.address().port;
    proxy.url = `http://localhost:${proxy.port}/`;
    return proxy;
  }

  // No network: what is open breaks, nothing new gets through.
  cut() {
    this.isCut = true;
    for (const socket of this.sockets) reset(socket);
  }
  mend() { this.isCut = false; }

  async stop() {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #keep(socket) {
    this.sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.sockets.delete(socket));
  }

  #connect() {
    const server = net.connect({ port: this.target(), host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    this.#keep(server);
    return server;
  }

  #join(client) {
    this.#keep(client);
    if (this.isCut) {
      reset(client);
      return;
    }
    const server = this.#connect();
    const cut = (how) => {
      for (const socket of [client, server]) how === 'end' ? socket.end() : reset(socket);
    };
    const up = new Stream(client, server, cut);
    const down = new Stream(server, client, cut);
    let double;
    client.on('data', (bytes) => {
      // A client of HTTP/1.1 waits for its answer: a request begins a piece.
      const request = REQUEST.exec(bytes.subarray(0, 2048).toString('latin1'));
      let delayMs = 0;
      if (request) {
        const fault = this.plan({ method: request[1], path: request[2], number: ++this.requests });
        if (fault) this.struck.push({ path: request[2], fault });
        up.arm({ after: fault?.up, how: fault?.how, dripMs: fault?.dripMs });
        down.arm({ after: fault?.down, how: fault?.how, dripMs: fault?.dripMs });
        delayMs = fault?.delayMs ?? 0;
        double?.end();
        double = fault?.twice ? this.#connect() : undefined;
        double?.resume();
      }
      double?.write(bytes);
      up.pass(bytes, delayMs);
    });
    server.on('data', (bytes) => down.pass(bytes));
    client.on('end', () => { up.finish(); double?.end(); });
    server.on('end', () => down.finish());
    client.on('close', () => { if (!server.destroyed) server.destroy(); double?.end(); });
    server.on('close', () => { if (!client.destroyed && !down.isStalled) down.turn.then(() => client.end()); });
  }
}
