import { Option } from 'commander';

/** The database of an earlier `run --db`. */
export const dbOption = (): Option =>
  new Option('--db <file>', 'the database of an earlier run').makeOptionMandatory();
