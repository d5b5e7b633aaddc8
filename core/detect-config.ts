import * as z from 'zod';

/** The `detections` part of the configuration: how much rules over logs may ask of everybody else. */
export const DetectConfig = z
  .strictObject({
    /**
     * How often findings of one rule are triaged one by one within an hour, for each way in: one that comes again counts
     * again. What is beyond is one finding.
     */
    findingsPerHour: z.number().int().min(1).max(1000).default(200),
  })
  .prefault({});
