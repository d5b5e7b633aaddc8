/** Stands before the short names of the state machines on AWS, where others have machines too. */
const prefix = 'tourniquet-';

/** What a state machine is called on AWS, by its short name: `triage` is `tourniquet-triage`. */
export const machineNameOnAws = (short: string): string => `${prefix}${short}`;

/** `triage`, in whatever home the name was found. */
export const shortMachineName = (name: string): string =>
  name.startsWith(prefix) ? name.slice(prefix.length) : name;
