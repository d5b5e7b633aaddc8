import { readFileSync } from 'node:fs';

/** The example finding of the quick start, as it came. */
export const readExample = (): Buffer =>
  readFileSync(new URL('../docs/examples/ec2-cryptocurrency.json', import.meta.url));
