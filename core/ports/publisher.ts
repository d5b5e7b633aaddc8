/** A message as it goes out to people. */
export interface Notice {
  /** Of the message: whoever gets it twice can tell. */
  readonly id: string;
  /** Fewer than 100 characters, no line breaks. */
  readonly subject: string;
  readonly body: string;
  /**
   * What subscriptions choose by: `kind`, `incident`, `severity`, `account`, and `to` where it is for somebody. None is
   * empty.
   */
  readonly attributes: Readonly<Record<string, string>>;
  /** What one can answer a question with stands in the body: it goes to those alone who are asked. */
  readonly secret: boolean;
}

/** Sends messages to people. A notice can go out twice where an answer is lost, and is never lost. */
export interface Publisher {
  publish(notice: Notice): Promise<void>;
}
