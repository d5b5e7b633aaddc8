/**
 * Clients that have a class for each of dozens of errors, of which nobody here asks for more than the name. An error that
 * it has no class for the SDK makes of the answer: name, message, status and whose fault it is.
 */
const byName: ReadonlySet<string> = new Set(['client-lambda']);

const registration = /^n0_registry\.registerError\(.*\);$/gm;

/** @throws where the SDK tells of its errors in another way. */
export function leaveOutErrors(source: string, client: string): string {
  if (!byName.has(client)) return source;
  if (source.search(registration) === -1) throw new Error(`${client} registers no errors to leave out`);
  return source.replaceAll(registration, '');
}
