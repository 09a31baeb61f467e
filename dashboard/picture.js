// A tile as a PNG: its label, its range, and its chart; of a tile without one, its table.

import { shown } from "./format.js";
import { colour } from "./style.js";


const SCALE = 2;
const WIDTH = 800;
const EDGE = 28;
const HEAD = 76;
const ROW = 28;
const MAX_ROWS = 60;
const FONT = 'ui-sans-serif, system-ui, "Segoe UI", Roboto, Arial, sans-serif';

/** @returns {Promise<Blob>} */
export function pngOf(tile) {
  const chart = /** @type {HTMLCanvasElement | null} */ (tile.renderRoot.querySelector("canvas"));
  const table = tile.table(tile.answer);
  const rows = table.rows.slice(0, MAX_ROWS);
  const inner = WIDTH - 2 * EDGE;
  const height = HEAD + EDGE + (chart ? (inner * chart.height) / chart.width : (rows.length + 1) * ROW);
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH * SCALE;
  canvas.height = Math.ceil(height * SCALE);
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.scale(SCALE, SCALE);
  const fill = (name) => (pen.fillStyle = colour(tile, name));
  fill("card");
  pen.fillRect(0, 0, WIDTH, height);
  fill("ink");
  pen.font = `600 18px ${FONT}`;
  pen.fillText(tile.label, EDGE, 38);
  fill("soft");
  pen.font = `13px ${FONT}`;
  const subject = tile.content || tile.creator;
  pen.fillText([subject, tile.range, tile.timezone, `as of ${tile.answer?.asOf ?? "–"}`].filter(Boolean).join("  ·  "), EDGE, 58, inner);
  if (chart) {
    pen.drawImage(chart, EDGE, HEAD, inner, (inner * chart.height) / chart.width);
  } else {
    const width = inner / Math.max(1, table.columns.length);
    table.columns.forEach(({ label, kind }, column) => {
      const isText = kind === "text" || kind === "time";
      pen.textAlign = isText ? "left" : "right";
      const x = EDGE + column * width + (isText ? 0 : width - 8);
      fill("soft");
      pen.font = `500 12px ${FONT}`;
      pen.fillText(label, x, HEAD + 18, width - 8);
      fill("ink");
      pen.font = `13px ${FONT}`;
      rows.forEach((row, at) => pen.fillText(shown(row[column], kind, tile.timezone), x, HEAD + 18 + (at + 1) * ROW, width - 8));
    });
  }
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("This browser makes no picture."))), "image/png");
  });
}
