declare module 'asl-validator' {
  interface Finding {
    readonly 'Error code': string;
    readonly Message: string;
  }
  /** Adds `QueryLanguage` to the states of what it is given. */
  function validator(definition: unknown): {
    readonly isValid: boolean;
    readonly errors: readonly Finding[];
  };
  export = validator;
}
