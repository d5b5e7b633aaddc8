/** A small machine is not blown up to fill the place. */
export const fitOptions = { maxZoom: 1, padding: 0.06 };
