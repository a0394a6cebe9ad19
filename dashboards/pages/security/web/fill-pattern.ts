import type { Colours } from '../../../drawings/colours.ts';

const SIZE = 8;
/** Lines from edge to edge of a tile: each pattern can be told from its neighbours. */
const STROKES: readonly (readonly (readonly [number, number, number, number])[])[] = [
  [],
  [[0, SIZE, SIZE, 0]],
  [[0, SIZE / 2, SIZE, SIZE / 2]],
  [[SIZE / 2, 0, SIZE / 2, SIZE]],
  [[0, 0, SIZE, SIZE]],
  [
    [0, SIZE / 2, SIZE, SIZE / 2],
    [SIZE / 2, 0, SIZE / 2, SIZE],
  ],
  [
    [0, 0, SIZE, SIZE],
    [0, SIZE, SIZE, 0],
  ],
];

/** A layer's colour; where the system allows no colours, its pattern, as the legend has it too. */
export function fillPattern(colours: Colours, layer: number): string | CanvasPattern {
  const colour = colours.layers[layer] ?? colours.line;
  if (!colours.isForced || layer === 0) return colour;
  const tile = document.createElement('canvas');
  tile.width = SIZE;
  tile.height = SIZE;
  const brush = tile.getContext('2d');
  if (brush === null) return colour;
  // Layers lie on each other: what is behind must not show through.
  brush.fillStyle = colours.card;
  brush.fillRect(0, 0, SIZE, SIZE);
  brush.strokeStyle = colour;
  brush.lineWidth = 1.5;
  brush.beginPath();
  for (const [fromX, fromY, toX, toY] of STROKES[layer] ?? []) {
    brush.moveTo(fromX, fromY);
    brush.lineTo(toX, toY);
  }
  brush.stroke();
  return brush.createPattern(tile, 'repeat') ?? colour;
}
