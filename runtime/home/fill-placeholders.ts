import { InvalidInput } from '../../core/errors.ts';

/**
 * Puts ARNs in the place of `${…}` in a state machine's text, as CloudFormation's DefinitionSubstitutions do.
 * @throws InvalidInput when a placeholder has no value.
 */
export function fillPlaceholders(
  definition: string,
  values: (placeholder: string) => string | undefined,
): string {
  return definition.replaceAll(/\$\{([A-Za-z0-9]+)\}/g, (whole, placeholder: string) => {
    const value = values(placeholder);
    if (value === undefined)
      throw new InvalidInput(`the state machine names ${whole}, which nothing provides`);
    return value;
  });
}
