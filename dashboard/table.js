// Tables, as tiles make them of their answers.

/** A column. @returns {Column} */
export function column(/** @type {string} */ name, /** @type {string} */ label, /** @type {Kind} */ kind = "count") {
  return { name, label, kind };
}

/** A table of objects, whose fields are the columns. @returns {Table} */
export function listed(/** @type {Column[]} */ columns, /** @type {any[]} */ items) {
  return { columns, rows: items.map((one) => columns.map(({ name }) => one[name])) };
}
