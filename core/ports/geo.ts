/** Where an address is registered. */
export interface Geo {
  /** ISO 3166-1 alpha-2, or null when the database does not know the address. */
  country(ip: string): string | null;
}
