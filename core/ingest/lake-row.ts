/**
 * One row of the lake: the columns that `queries/*.sql` read, in DuckDB and in Athena alike. Snake case, for SQL.
 * `infra/` makes the Glue table of the same columns.
 */
export interface LakeRow {
  readonly event_id: string;
  /** ISO 8601, UTC, as `event_time`. Partitions are by this: `year=/month=/day=/hour=`. */
  readonly processed_at: string;
  readonly event_time: string;
  readonly event_type: string;
  readonly source: string;
  readonly account: string | null;
  readonly region: string | null;
  readonly principal: string | null;
  readonly action: string | null;
  readonly src_ip: string | null;
  /** Of `src_ip`. `country`: ISO 3166-1 alpha-2. */
  readonly geo_info: { readonly country: string | null };
  /** What feeds say of the addresses and domains in the record. */
  readonly threat_intel: {
    readonly is_known_threat: boolean;
    /** 0–100; the highest of the feeds. */
    readonly confidence: number;
    readonly feeds: readonly string[];
  };
  /** 0–100 */
  readonly risk_score: number;
  /** Of the rules whose pattern it matched, staged ones too. */
  readonly rule_ids: readonly string[];
  /** The record as it came, as text. */
  readonly raw: string;
}
