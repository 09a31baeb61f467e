export const WIDTH: number;
export const HEIGHT: number;
/** Land without a code of its own. */
export const LAND: string;
/** Paths by ISO 3166 code. */
export const COUNTRIES: Record<string, string>;
