import { deduplicateBurst } from '../contract/deduplicate-burst.ts';

deduplicateBurst(1_000);
