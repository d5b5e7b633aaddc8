import { LakeConfig } from '../../core/lake-config.ts';
import { createLake } from '../../runtime/lake/create-lake.ts';
import { lakeFolder } from '../../runtime/lake/lake-part.ts';
import { createSystemClock } from '../../runtime/asl/index.ts';
import { openDatabase } from '../../runtime/store/database.ts';
import { lakeRow } from '../support/lake-row.ts';

/**
 * The process that is killed: appends batches from a number on, a few at a time, and says which are kept, while parts are
 * sealed. `lake-crash-worker.ts <database> <from> <to> <rows>`.
 */
const [path = '', from = '0', to = '0', rows = '0'] = process.argv.slice(2);
const database = openDatabase(path);
const clock = createSystemClock();
const lake = await createLake({
  database,
  folder: lakeFolder(path),
  clock,
  config: LakeConfig.parse({}),
  closeAt: 400_000,
});
const tending = setInterval(() => {
  void lake.tend().then((problems) => problems.forEach((problem) => console.error(problem)));
}, 50);

async function append(batch: number): Promise<void> {
  const processed_at = new Date(clock.now()).toISOString();
  const own = Array.from({ length: Number(rows) }, (_, n) => lakeRow(`${batch}-${n}`, { processed_at }));
  await lake.append(`batch-${batch}`, own);
  console.log(batch);
}

for (let batch = Number(from); batch < Number(to); batch += 4) {
  await Promise.all([0, 1, 2, 3].map(async (n) => await append(batch + n)));
}
clearInterval(tending);
await lake.tend();
await lake.close();
database.close();
