/** Does the work only if the count is another one than the last time that the work was done. */
export function onceEach(count: () => number, work: () => Promise<void>): () => Promise<void> {
  let done: number | null = count();
  return async () => {
    const now = count();
    if (now === done) return;
    done = now;
    try {
      await work();
    } catch (error) {
      done = null;
      throw error;
    }
  };
}
