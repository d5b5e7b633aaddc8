import { deduplicateBurst } from '../../contract/deduplicate-burst.ts';

// A thousand, which take twenty seconds of CPU, are in the slow lane.
deduplicateBurst(100);
