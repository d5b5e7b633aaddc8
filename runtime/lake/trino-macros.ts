/**
 * What Athena has and DuckDB calls otherwise, so that one text runs on both. Malformed text gives NULL on both: `raw` is
 * not always JSON.
 */
export const trinoMacros = [
  `json_extract_scalar(text, path) AS TRY(json_extract_string(text, path))`,
  `from_iso8601_timestamp(text) AS CAST(text AS TIMESTAMP)`,
  `approx_percentile(value, share) AS approx_quantile(value, share)`,
  `approx_distinct(value) AS approx_count_distinct(value)`,
  `array_join(list, separator) AS array_to_string(list, separator)`,
  `cardinality(list) AS len(list)`,
  `regexp_like(text, pattern) AS regexp_matches(text, pattern)`,
] as const;
