// A TCP proxy between a real client and a real server that does to their bytes what bad networks do: delays them, drops the
// connection before a request or before its answer, cuts in the middle of either, closes one direction only, stops saying
// anything, and sends a finished request a second time. What happens follows from the seed and the order of connections.
import net from 'node:net';

export const FAULTS = ['delay', 'dropRequest', 'dropAnswer', 'cutRequest', 'cutAnswer', 'halfClose', 'silence', 'duplicate'];

// Small, and the same everywhere (mulberry32).
function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  };
}

export class FaultProxy {
  // Faults begin with `chance` > 0: of each request, by the kinds in `faults`. Only requests whose head matches `only`.
  static async start(targetPort, { seed = 1, faults = FAULTS, only = /^POST \/sync\// } = {}) {
    const proxy = new FaultProxy();
    proxy.targetPort = targetPort;
    proxy.random = randomOf(seed);
    proxy.faults = faults;
    proxy.only = only;
    proxy.chance = 0;
    proxy.met = {};    // how often each fault came
    proxy.pushes = 0;  // requests that bring edits
    proxy.sockets = new Set();
    proxy.server = net.createServer({ allowHalfOpen: true }, (client) => proxy.#connect(client));
    await new Promise((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    proxy.port = proxy.server.address().port;
    return proxy;
  }

  async stop() {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #keep(socket) {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    return socket;
  }

  #pick(head) {
    if (this.random() >= this.chance || !this.only.test(head)) return undefined;
    const fault = this.faults[Math.floor(this.random() * this.faults.length)];
    this.met[fault] = (this.met[fault] ?? 0) + 1;
    return fault;
  }

  #connect(client) {
    this.#keep(client);
    const server = this.#keep(net.connect({ port: this.targetPort, host: '127.0.0.1', allowHalfOpen: true }));
    let fault;
    let sent = Buffer.alloc(0);   // of the request under way, for sending it twice
    let answered = 0;
    const both = () => { client.destroy(); server.destroy(); };
    client.on('close', () => server.destroy());
    server.on('close', () => client.destroy());
    client.on('end', () => server.end());
    server.on('end', () => client.end());

    client.on('data', (bytes) => {
      const isHead = /^(GET|POST|HEAD) \//.test(bytes.subarray(0, 8).toString('latin1'));
      if (isHead) {
        const head = bytes.subarray(0, 200).toString('latin1');
        if (head.startsWith('POST /sync/push')) ++this.pushes;
        fault = this.#pick(head);
        sent = Buffer.alloc(0);
        answered = 0;
      }
      sent = Buffer.concat([sent, bytes]);
      if (fault === 'dropRequest') return both();
      if (fault === 'cutRequest') {
        server.write(bytes.subarray(0, Math.floor(this.random() * bytes.length)));
        setTimeout(both, 30);
        return undefined;
      }
      if (fault === 'delay') return setTimeout(() => server.write(bytes), 100 + 400 * this.random());
      server.write(bytes);
      return undefined;
    });

    server.on('data', (bytes) => {
      const isFirst = answered === 0;
      answered += bytes.length;
      if (fault === 'dropAnswer') return both();
      if (fault === 'cutAnswer') {
        client.write(bytes.subarray(0, Math.floor(this.random() * bytes.length)));
        setTimeout(both, 30);
        return undefined;
      }
      // The client hears that nothing more will come, the server never that it left.
      if (fault === 'halfClose') return client.end();
      if (fault === 'silence') return setTimeout(both, 3000);
      if (fault === 'duplicate' && isFirst) this.#sendAgain(sent);
      client.write(bytes);
      return undefined;
    });
  }

  // As a network does that had lost sight of a packet; nobody reads the second answer.
  #sendAgain(request) {
    const again = this.#keep(net.connect({ port: this.targetPort, host: '127.0.0.1' }, () => again.write(request)));
    again.on('data', () => {});
    setTimeout(() => again.destroy(), 2000);
  }
}
