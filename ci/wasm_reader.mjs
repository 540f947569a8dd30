// Reads the binary format of WebAssembly: numbers, runs of bytes and names, one after the other.
export class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  // LEB128, at most 32 bits; places of segments are below 2 GiB, so a sign does not matter.
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      if (this.at >= this.bytes.length || shift > 28) throw new Error('not a WebAssembly module: a number has no end');
      const byte = this.bytes[this.at++];
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  take(size) {
    if (this.at + size > this.bytes.length) throw new Error('not a WebAssembly module: it is cut off');
    this.at += size;
    return this.bytes.subarray(this.at - size, this.at);
  }

  text() {
    return Buffer.from(this.take(this.number())).toString('utf8');
  }
}
