import { fileURLToPath } from 'node:url';

/** The folder of the detection rules that ship with Tourniquet. */
export const shippedDetections = fileURLToPath(new URL('../../detections/', import.meta.url));
