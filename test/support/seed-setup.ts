/**
 * One seed for all properties of a run, printed once: FC_SEED repeats a run. Workers inherit the variable.
 */
export default function setup(): void {
  const given = process.env['FC_SEED'];
  const seed = given ?? String(Math.floor(Math.random() * 2 ** 31));
  process.env['FC_SEED'] = seed;
  console.log(`fast-check seed ${seed} (FC_SEED=${seed} repeats it)`);
}
