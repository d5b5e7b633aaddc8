/** What a feed's source held. */
export interface FeedText {
  /** Names this content: it is another one once the content may be. */
  readonly version: string;
  readonly text: string;
  /** When the source got it, epoch milliseconds. */
  readonly writtenAt: number;
}

/** Where a feed comes from: a file, or an object of S3. */
export interface FeedSource {
  /**
   * @param known the version of what was read before; null: nothing was
   * @returns null where that is still what is there
   * @throws InvalidInput in one line that names the source, also where it holds more than `maxFeedBytes`
   */
  read(known: string | null): Promise<FeedText | null>;
}

/** As much as a function can hold several of, text and what is made of it. */
export const maxFeedBytes = 16 * 1024 * 1024;

/** Of sources: what is refused for its size. */
export const tooLong = (bytes: number): string =>
  `has ${bytes} bytes, and ${maxFeedBytes} is the most that is read; split it, or keep what matters`;
