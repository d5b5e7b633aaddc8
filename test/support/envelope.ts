/** What a subscription of CloudWatch Logs sends, with a line of the log each. */
export const envelope = (messages: readonly string[], changes: object = {}): string =>
  JSON.stringify({
    messageType: 'DATA_MESSAGE',
    owner: '111122223333',
    logGroup: '/app',
    logStream: 'web-1',
    subscriptionFilters: ['all'],
    logEvents: messages.map((message, index) => ({
      id: `3195310660696698337880902507980421114328961542429822156${index}`,
      timestamp: Date.UTC(2026, 10, 20, 12),
      message,
    })),
    ...changes,
  });

/** With which CloudWatch Logs asks whether somebody is there. */
export const check = (
  message = 'CWL CONTROL MESSAGE: Checking health of destination Kinesis stream.',
): string =>
  envelope([message], {
    messageType: 'CONTROL_MESSAGE',
    owner: 'CloudwatchLogs',
    logGroup: '',
    logStream: '',
    subscriptionFilters: [],
  });
