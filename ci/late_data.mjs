// Moves constants that only late code reads (wasm/late_data.txt) from kedang.wasm into kedang.late.wasm, as data segments
// that are written into memory when that is instantiated. The linker's map says where each constant lies.

import { Reader } from './wasm_reader.mjs';

// A number as LEB128; with `sign`, its last byte keeps the bit of the sign clear.
function leb(value, sign = false) {
  const bytes = [];
  for (; value >= (sign ? 0x40 : 0x80); value = Math.floor(value / 128)) bytes.push((value & 0x7f) | 0x80);
  return [...bytes, value];
}

function readSections(bytes) {
  const found = [];
  const module = new Reader(bytes, 8);
  while (module.at < bytes.length) {
    const id = module.take(1)[0];
    found.push({ id, bytes: module.take(module.number()) });
  }
  return found;
}

function joinSections(sections) {
  const head = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  return Buffer.concat([head, ...sections.flatMap(({ id, bytes }) => [Buffer.from([id, ...leb(bytes.length)]), bytes])]);
}

// {start, bytes} of segments that have a fixed place in the one memory.
export function readData(section) {
  const reader = new Reader(section);
  const segments = [];
  for (let count = reader.number(); count > 0; --count) {
    if (reader.number() !== 0 || reader.take(1)[0] !== 0x41) throw new Error('a data segment without a fixed place');
    const start = reader.number();
    if (reader.take(1)[0] !== 0x0b) throw new Error('a data segment without a fixed place');
    segments.push({ start, bytes: reader.take(reader.number()) });
  }
  return segments;
}

export function writeData(segments) {
  const parts = segments.flatMap(({ start, bytes }) => [Buffer.from([0, 0x41, ...leb(start, true), 0x0b, ...leb(bytes.length)]), bytes]);
  return Buffer.concat([Buffer.from(leb(segments.length)), ...parts]);
}

// {name, start, end} of the constants in the linker's map.
export function readMap(text) {
  const found = [];
  for (const line of text.split('\n')) {
    const match = line.match(/^\s*([0-9a-f]+)\s+[0-9a-f]+\s+([0-9a-f]+)\s+\S.*:\((\.rodata[^()]*)\)\s*$/);
    if (match) found.push({ name: match[3], start: parseInt(match[1], 16), end: parseInt(match[1], 16) + parseInt(match[2], 16) });
  }
  return found;
}

// The segments without the bytes in `ranges` (ascending, apart), and those bytes as segments of their own.
export function cut(segments, ranges) {
  const kept = [];
  const moved = [];
  for (const { start, bytes } of segments) {
    const end = start + bytes.length;
    const piece = (list, from, to) => from < to && list.push({ start: from, bytes: bytes.subarray(from - start, to - start) });
    let at = start;
    for (const range of ranges) {
      if (range.end <= at || range.start >= end) continue;
      piece(kept, at, Math.max(at, range.start));
      piece(moved, Math.max(at, range.start), Math.min(end, range.end));
      at = Math.min(end, range.end);
    }
    piece(kept, at, end);
  }
  return { kept, moved };
}

function setData(sections, segments) {
  const count = sections.find((section) => section.id === 12);
  if (count) count.bytes = Buffer.from(leb(segments.length));
  const data = sections.find((section) => section.id === 11);
  if (data) data.bytes = writeData(segments);
  else {
    // Behind all others that have an order.
    const last = sections.reduce((place, section, i) => (section.id === 0 ? place : i), -1);
    sections.splice(last + 1, 0, { id: 11, bytes: writeData(segments) });
  }
}

// Both modules after the constants whose names match one of `patterns` have moved from the first to the second.
export function moveLateData(early, late, map, patterns) {
  const constants = readMap(map);
  for (const pattern of patterns) {
    if (!constants.some(({ name }) => pattern.test(name))) throw new Error(`no constant is named ${pattern.source}`);
  }
  const ranges = constants.filter(({ name }) => patterns.some((pattern) => pattern.test(name))).sort((a, b) => a.start - b.start);
  const earlySections = readSections(early);
  const lateSections = readSections(late);
  const lateData = lateSections.find((section) => section.id === 11);
  const { kept, moved } = cut(readData(earlySections.find((section) => section.id === 11).bytes), ranges);
  setData(earlySections, kept);
  setData(lateSections, [...(lateData ? readData(lateData.bytes) : []), ...moved]);
  return { early: joinSections(earlySections), late: joinSections(lateSections) };
}
