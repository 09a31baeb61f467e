// A table as CSV, and files on the reader's disk.

const QUOTED = /[",\r\n]/;

/** CSV as RFC 4180 has it, in UTF-8 with a mark for spreadsheets: each cell is a value of the answer, and empty where it is null. */
export function csvOf({ columns, rows }) {
  const lines = [columns.map(({ name }) => name), ...rows].map((row) => row.map(cell).join(","));
  return new Blob(["\ufeff", lines.join("\r\n"), "\r\n"], { type: "text/csv;charset=utf-8" });
}

function cell(value) {
  const text = value === null || value === undefined ? "" : String(value);
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Saves a file on the reader's disk. */
export function download(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
