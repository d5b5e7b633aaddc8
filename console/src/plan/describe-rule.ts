interface Judged {
  readonly rule: string | null;
  readonly reason: string | null;
}

/** `Rule mode: shadow plans and records only`; empty where nothing was in the way. */
export const describeRule = ({ rule, reason }: Judged): string =>
  [rule === null ? '' : `Rule ${rule}`, reason ?? ''].filter(Boolean).join(': ');
