/**
 * The content security policy of the console, wherever it is served from: scripts and styles are files of its own; nothing
 * is inline, framed, or fetched from elsewhere.
 * @param connect where it may send requests besides: where people sign in.
 */
export const consolePolicy = (connect: readonly string[] = []) => ({
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  fontSrc: ["'self'"],
  connectSrc: ["'self'", ...connect],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
});

/** As the header has it. */
export const renderPolicy = (policy: ReturnType<typeof consolePolicy>): string =>
  Object.entries(policy)
    .map(([name, sources]) => `${toKebab(name)} ${sources.join(' ')}`)
    .join('; ');

const toKebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
