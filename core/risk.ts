import * as z from 'zod';

export const RiskLevel = z.enum(['LOW', 'MEDIUM', 'HIGH']);
export type RiskLevel = z.infer<typeof RiskLevel>;

/** How urgent a finding is, and why: the score is the sum of its factors, kept within 0–100. */
export const Risk = z.object({
  score: z.number().min(0).max(100),
  /** HIGH from 80, MEDIUM from 70, else LOW (configurable). */
  level: RiskLevel,
  factors: z.array(z.object({ name: z.string(), points: z.number(), reason: z.string() })),
  /** The version of the weights that gave this score. */
  weights: z.string(),
});
export type Risk = z.infer<typeof Risk>;
