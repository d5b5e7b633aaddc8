import * as z from 'zod';

const points = z.number().min(-100).max(100);

/** Types whose findings mean compromise rather than weakness or noise. */
const compromiseTypes = [
  'AttackSequence:',
  'Backdoor:',
  'CredentialAccess:',
  'CryptoCurrency:',
  'Exfiltration:',
  'Trojan:',
  'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration',
  'UnauthorizedAccess:IAMUser/ResourceCredentialExfiltration',
];

/**
 * The weights of the score, in points. Change `version` along with them: every stored risk names the
 * version that it was made with.
 */
export const ScoreConfig = z
  .strictObject({
    version: z.string().min(1).default('2'),
    /** Points for each point of the finding's severity (0–100). */
    severityWeight: z.number().min(0).max(1).default(0.9),
    compromise: z
      .strictObject({ types: z.array(z.string().min(1)).default(compromiseTypes), points: points.default(7) })
      .prefault({}),
    attackSequence: points.default(10),
    /** For a hit of confidence 100; less confident ones give their share. */
    threatIntelligence: points.default(20),
    criticality: z
      .strictObject({
        low: points.default(-5),
        normal: points.default(0),
        high: points.default(8),
        critical: points.default(15),
      })
      .prefault({}),
    exposure: points.default(5),
    privilegedPrincipal: points.default(10),
    rootUser: points.default(15),
    /** Reached at 100 repetitions, by the logarithm. */
    repetition: points.default(5),
    /** By product, such as `{ "guardduty": 5, "my-scanner": -10 }`. */
    products: z.record(z.string(), points).default({}),
    /** Scores from which a risk is called HIGH or MEDIUM. */
    levels: z
      .strictObject({
        high: z.number().min(0).max(100).default(80),
        medium: z.number().min(0).max(100).default(70),
      })
      .refine(({ high, medium }) => medium <= high, {
        error: 'levels.medium is above levels.high; lower it',
      })
      .prefault({}),
  })
  .prefault({});
export type ScoreConfig = z.infer<typeof ScoreConfig>;
