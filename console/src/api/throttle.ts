/** Runs `work` at once, and then at most once in `ms`: calls in between come together as one at the end. */
export function throttle(work: () => void, ms: number): () => void {
  let resting = false;
  let asked = false;
  const run = () => {
    resting = true;
    asked = false;
    work();
    setTimeout(() => {
      resting = false;
      if (asked) run();
    }, ms);
  };
  return () => {
    if (resting) asked = true;
    else run();
  };
}
