// The elements of a page.

/** Loads elements by their names. One that a blocker stops, or that fails, leaves its place empty and the others alone. */
export const parts = (/** @type {string[]} */ ...names) => Promise.allSettled(names.map((name) => import(`./elements/${name}.js`)));
