// Seeded dice: the same seed throws the same.

export class Dice {
  constructor(seed) { this.state = seed >>> 0; }

  // 0 ≤ x < 1 (mulberry32).
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  // A whole number of first … last.
  whole(first, last) { return first + Math.floor(this.next() * (last - first + 1)); }
  oneIn(n) { return this.next() * n < 1; }
  pick(list) { return list[this.whole(0, list.length - 1)]; }
}
