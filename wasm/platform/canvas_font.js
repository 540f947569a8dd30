// Measures and draws single glyphs with Canvas2D; icons as Path2D outlines. Glyphs are drawn in black:
// any other colour in the result means a glyph with colours of its own (an emoji).
mergeInto(LibraryManager.library, {
  $KedangFont__deps: ['$KedangHeap', '$KedangIconPaths'],
  $KedangFont: {
    canvas: null,
    context: null,
    key: '',
    digitWidth: 0,
    icons: null,
    firstIcon: 0xE000,
    iconUnits: 24,
    iconStroke: 1.8,
    select: function(weight, family, size) {
      const key = weight + ' ' + size + 'px ' + family;
      if (KedangFont.key === key) return;
      if (!KedangFont.context) {
        KedangFont.canvas = document.createElement('canvas');
        KedangFont.canvas.width = KedangFont.canvas.height = 128;
        KedangFont.context = KedangFont.canvas.getContext('2d', {willReadFrequently: true});
      }
      KedangFont.key = key;
      KedangFont.prepare();
      KedangFont.digitWidth = 0;
      for (let digit = 0; digit < 10; ++digit) {
        const width = KedangFont.context.measureText(String(digit)).width;
        KedangFont.digitWidth = Math.max(KedangFont.digitWidth, width);
      }
    },
    // A canvas forgets its settings when it is resized.
    prepare: function() {
      const context = KedangFont.context;
      context.font = KedangFont.key;
      context.textBaseline = 'alphabetic';
      context.fillStyle = context.strokeStyle = '#000';
      context.lineCap = context.lineJoin = 'round';
    },
    room: function(width, height) {
      const canvas = KedangFont.canvas;
      if (canvas.width < width || canvas.height < height) {
        canvas.width = Math.max(canvas.width, 2 * width);
        canvas.height = Math.max(canvas.height, 2 * height);
        KedangFont.prepare();
      } else {
        KedangFont.context.clearRect(0, 0, width, height);
      }
    },
    isIcon: function(code) {
      return code >= KedangFont.firstIcon && code < KedangFont.firstIcon + KedangIconPaths.length;
    },
    icon: function(index) {
      if (!KedangFont.icons) KedangFont.icons = [];
      if (!KedangFont.icons[index]) KedangFont.icons[index] = new Path2D(KedangIconPaths[index]);
      return KedangFont.icons[index];
    },
    // [advance, left, top above the baseline, width, height] in pixels, shape left in the canvas.
    text: function(code, size, isDrawn) {
      const context = KedangFont.context;
      const character = String.fromCodePoint(code);
      const metrics = context.measureText(character);
      const isDigit = code >= 0x30 && code <= 0x39;
      const advance = Math.round(isDigit ? KedangFont.digitWidth : metrics.width);
      if (!isDrawn) return [advance, 0, 0, 0, 0];
      const left = Math.floor(-metrics.actualBoundingBoxLeft) - 1;
      const right = Math.ceil(metrics.actualBoundingBoxRight) + 1;
      const top = Math.ceil(metrics.actualBoundingBoxAscent) + 1;
      const bottom = Math.ceil(metrics.actualBoundingBoxDescent) + 1;
      const width = right - left;
      const height = top + bottom;
      if (width <= 2 || height <= 2) return [advance, 0, 0, 0, 0];
      KedangFont.room(width, height);
      context.fillText(character, -left, top);
      const shift = isDigit ? Math.round((KedangFont.digitWidth - metrics.width) / 2) : 0;
      return [advance, left + shift, top, width, height];
    },
    outline: function(code, size, isDrawn) {
      if (!isDrawn) return [size, 0, 0, 0, 0];
      const context = KedangFont.context;
      KedangFont.room(size, size);
      context.save();
      context.scale(size / KedangFont.iconUnits, size / KedangFont.iconUnits);
      context.lineWidth = KedangFont.iconStroke;
      context.stroke(KedangFont.icon(code - KedangFont.firstIcon));
      context.restore();
      return [size, 0, 0, size, size];
    },
  },
  // Baseline below the middle of a line, in pixels, as CSS would place it.
  kedang_font_baseline__deps: ['$KedangFont', '$KedangHeap'],
  kedang_font_baseline: function(weight, family, familySize, size) {
    KedangFont.select(weight, KedangHeap.text(family, familySize), size);
    const metrics = KedangFont.context.measureText('国Ag');
    const ascent = metrics.fontBoundingBoxAscent || 0.88 * size;
    const descent = metrics.fontBoundingBoxDescent || 0.12 * size;
    return (ascent - descent) / 2;
  },
  // Writes the five figures of $KedangFont.text to `out`; pixels as RGBA to `pixels` when that is not
  // null. False when they need more than `capacity` bytes.
  kedang_font_glyph__deps: ['$KedangFont', '$KedangHeap'],
  kedang_font_glyph: function(weight, family, familySize, size, code, out, pixels, capacity) {
    KedangFont.select(weight, KedangHeap.text(family, familySize), size);
    const isIcon = KedangFont.isIcon(code);
    const box = isIcon ? KedangFont.outline(code, size, pixels !== 0) : KedangFont.text(code, size, pixels !== 0);
    HEAPF32.set(box, out >> 2);
    if (pixels === 0 || box[3] === 0) return 1;
    if (box[3] * box[4] * 4 > capacity) return 0;
    HEAPU8.set(KedangFont.context.getImageData(0, 0, box[3], box[4]).data, pixels);
    return 1;
  },
  kedang_font_is_icon__deps: ['$KedangFont'],
  kedang_font_is_icon: function(code) { return KedangFont.isIcon(code) ? 1 : 0; },
});
